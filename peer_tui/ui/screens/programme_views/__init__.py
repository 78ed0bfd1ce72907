"""The views of the place "Programmes": what runs, one programme part by part, its forms, registers and reports."""

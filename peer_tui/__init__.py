"""peer-tui: run a live group meeting from the terminal, and end it with minutes and owned next steps.

Importing the package costs nothing: it imports no other module. The rooms and who may import whom are described in
`docs/architecture.md`.
"""

__version__ = "0.1.0"

"""In: what a group already has, as text, read into what it says. One file a form; nothing here writes anything.

Every reader is total: whatever the text is, it gives an `Understood`, and a line that cannot be used costs that line.
"""

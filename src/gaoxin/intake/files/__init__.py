"""Reading files: each kind of file becomes a `Source`; nothing is typed by a standard or changed here."""

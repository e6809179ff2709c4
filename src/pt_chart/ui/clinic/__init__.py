"""The clinic's own pages: users, backups, the log, verification, retention."""

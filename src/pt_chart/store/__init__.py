"""The chart on disk: an encrypted SQLCipher file, its keys, its log, its lists.

Importing this package and `store.open` is cheap; SQLAlchemy and SQLCipher load when a chart is
opened, or in advance through `store.open.preload` while the password is typed.
"""

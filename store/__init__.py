"""The library: TinyDB documents in SQLite, and the calls the reader needs in front of them."""

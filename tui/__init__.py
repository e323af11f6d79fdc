"""The app and the command line: wires ingestion, extraction, the library and the widgets together."""

__version__ = "0.1.0"

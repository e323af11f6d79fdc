"""Textual widgets of the reader: values in, messages out; they know no store, no network, no NLP."""

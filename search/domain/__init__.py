"""What is decided without an engine: what a text means, and which of the things found comes first."""

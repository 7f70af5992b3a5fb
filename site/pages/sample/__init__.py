"""The sample data: real products as published, what is missing made up and marked, and drawings in place of photographs."""

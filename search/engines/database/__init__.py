"""The engine that needs nothing but the database: SQLite's FTS5 or PostgreSQL's text search, and facets counted in arrays."""

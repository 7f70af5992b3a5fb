"""The engine that asks an Elasticsearch cluster, and what keeps its index in line with the documents."""

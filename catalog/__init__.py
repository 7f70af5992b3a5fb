"""The register: producers, products, certificates, and the dated rules behind them."""

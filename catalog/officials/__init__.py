"""The admin screens of the register: producers, products, certificates, protected signs."""

"""What is decided and what is said."""

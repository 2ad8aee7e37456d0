"""A sample article and a small archive to try the product on without the internet."""

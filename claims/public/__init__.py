"""What strangers see: public pages, feeds and the API compatible with Google's. No sign-in, no cookies."""

"""What a published fact-check looks like to the outside world. Pure: no Django, no database, no network."""

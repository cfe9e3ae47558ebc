"""The workspace in a browser: what each person may see, what they do, and the developer's bench beside it."""

"""The methods of the Web API, by family; each answers with the fields beside `ok` or raises a Refusal."""

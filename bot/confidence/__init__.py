"""What is confidential: cases, which no list, search, count or report of requests knows of. See docs/confidence.md."""

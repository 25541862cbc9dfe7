"""The full report as one model of headings, paragraphs, tables and charts, written as PDF and as HTML."""

"""Numbers as people type them: full-width digits and Chinese numerals."""

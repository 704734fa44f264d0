"""《……明细单》: the score sheet of one subject as a page, a workbook and a document."""

"""Every workbook this program writes."""

SELECT guard_rows('uploaded_workbook');

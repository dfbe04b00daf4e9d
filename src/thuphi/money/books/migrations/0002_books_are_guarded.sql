SELECT guard_rows('book_layout');
SELECT guard_rows('book_foot');
GRANT DELETE ON book_layout TO thuphi_app;

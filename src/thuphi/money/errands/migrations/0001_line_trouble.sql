SELECT guard_rows('line_trouble');
REVOKE INSERT, UPDATE ON line_trouble FROM thuphi_app;

SELECT guard_rows('run_item');

-- A run that is brought up to date plans less for somebody: what is billed already stays in the
-- bill's lines, only the plan loses its row.
GRANT DELETE ON charge TO thuphi_app;

-- The last day to pay of one bill may be put off (gia hạn nộp); what it asks for moves with a line.
GRANT UPDATE (due_on, total_vnd) ON bill TO thuphi_app;

-- A right to pay less may end sooner than it was written down; who has it, for what and how much
-- stays as it was.
REVOKE UPDATE ON exemption FROM thuphi_app;
GRANT UPDATE (until_on) ON exemption TO thuphi_app;

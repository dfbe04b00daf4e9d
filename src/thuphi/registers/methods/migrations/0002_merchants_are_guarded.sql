SELECT guard_rows('merchant');

-- Pages neither make merchants nor need their secrets, sealed or not.
REVOKE ALL ON merchant FROM thuphi_app;
GRANT SELECT (id, channel, slug, facility_id, account_number, shares_account, settings, is_active)
    ON merchant TO thuphi_app;

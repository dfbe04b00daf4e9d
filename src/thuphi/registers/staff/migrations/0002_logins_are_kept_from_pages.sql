-- Who works where is written from the command line. Pages change a password, the time of the last
-- sign-in, a session and a second factor, and no role.
GRANT UPDATE (password, last_login) ON staff_user TO thuphi_app;
GRANT INSERT, UPDATE, DELETE ON django_session, mfa_authenticator TO thuphi_app;

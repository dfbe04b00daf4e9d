import re, html
from django.test import Client
from django.urls import reverse
from tests import world as worlds
def test_show(db, settings):
    settings.ROOT_URLCONF="thuphi.config.urls"
    w=worlds.build(); worlds.give_password(w.lan)
    c=Client(); c.post(reverse("account_login"), {"login": "lan", "password": worlds.PASSWORD})
    for n in ["account_logout","account_signup","account_change_password","account_reset_password","account_reauthenticate","mfa_index","mfa_activate_totp","account_email","account_inactive"]:
        try: a=c.get(reverse(n),follow=True)
        except Exception as e: print(n,repr(e)); continue
        t=re.sub(r"<(script|style)\b.*?</\1>"," ",a.content.decode(),flags=re.S)
        print("=====",n,a.redirect_chain,a.status_code, re.sub(r"\s+"," ",html.unescape(re.sub(r"<[^>]+>"," ",t))))
    a=c.post(reverse("account_change_password"),{"oldpassword":"x","password1":"short","password2":"other"})
    print(re.findall(r'class="wrong".*?</p>',a.content.decode()))

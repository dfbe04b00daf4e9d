"""What this room refuses, one sentence each."""

from __future__ import annotations


class ProofRefused(Exception):
    """Base of this room's refusals."""


class NoApprovedAccount(ProofRefused):
    """Two persons have not yet agreed on an account: there is nothing to prove."""


class ProofAskedAlready(ProofRefused):
    """A proof is being waited for; another would only confuse who transfers."""


class ProvedAlready(ProofRefused):
    """The approved account has been proved."""


class NoProofAsked(ProofRefused):
    """Nobody has asked for a proof, or it has ended."""


class RunNotDraft(ProofRefused):
    """Specimens are made of a run that is still a draft."""

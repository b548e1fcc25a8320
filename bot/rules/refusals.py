"""What Slack's words for a refusal mean.

Source: docs.slack.dev/reference/methods/chat.postMessage, its table of errors, read in 2026.
"""

# Slack says of these that part of the call may have succeeded.
SERVER_TROUBLE = frozenset(
    {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        # Of our own id for a message: whether the one before it stands somewhere is not said.
        "duplicate_message_not_found",
        "duplicate_channel_not_found",
    }
)
# Nothing will be taken from this app before an operator has done something about it.
STOPPED = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_allowed_token_type",
        "missing_scope",
        "org_login_required",
        "ekm_access_denied",
        "team_access_not_granted",
        "two_factor_setup_required",
        "accesslimited",
        "access_denied",
    }
)
# Of these, what may be about reading alone: the bot may send all the same.
MAY_NOT_READ = frozenset({"missing_scope", "access_denied", "not_allowed_token_type"})
# Nobody can be reached there, now or soon.
UNREACHABLE = frozenset(
    {
        "channel_not_found",
        "is_archived",
        "messages_tab_disabled",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
        "cannot_dm_bot",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
    }
)
RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# What lies with the bot, its token, the message or the workspace; every other code may lie with
# the person.
OURS = STOPPED | {
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "messages_tab_disabled",
    "metadata_too_large",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_permission",
    "no_text",
}

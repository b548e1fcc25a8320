# The bot in a container: no root, nothing to write to, no open port.
FROM python:3.11-slim-bookworm

# A library asks for a home when it is imported, and not everything that runs containers gives one
# to a user who is only a number.
ENV HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

WORKDIR /bot
COPY pyproject.toml requirements.lock ./
# What pyproject.toml asks for and no tools of ours, in the versions that were tested.
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" > /tmp/asked.txt \
    && python -m pip install --no-cache-dir --disable-pip-version-check -r /tmp/asked.txt -c requirements.lock \
    && rm /tmp/asked.txt
COPY manifest.json ./
COPY bot bot
COPY content content
COPY handlers handlers
COPY storage storage

# A number, so that whoever runs the container can see that it is not root.
USER 10001:10001
# It looks at the database alone: the bot ends by itself when it hears nothing of Slack.
HEALTHCHECK --interval=60s --timeout=20s --start-period=30s CMD ["python", "-m", "bot", "database", "check"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]

#!/bin/sh
# Asks and acts with curl alone.
# API=http://127.0.0.1:4000 KEY=rc_… sh curl.sh
set -eu

ask() {
  curl -sS --fail-with-body "$API/graphql" -H "x-api-key: $KEY" -H 'content-type: application/json' --data-binary @-
  echo
}

# The next three runs, and who teaches them.
ask <<'JSON'
{ "query": "{ courseRuns(first: 3) { totalCount nodes { id ssgRunId startDate classStatus version assignedTrainer { name } } } }" }
JSON

# One run’s id, and a text of our own for what we are about to do.
RUN=$(echo '{ "query": "{ courseRuns(first: 1) { nodes { id } } }" }' | ask | sed 's/.*"id":"\([^"]*\)".*/\1/')
DOING="confirm-$(date +%s)-$$"

# The class takes place. Where no answer comes, the same is sent again: it is done once, and answered alike each time.
for ATTEMPT in 1 2; do
  ask <<JSON
{
  "query": "mutation (\$input: CourseRunSetClassStatusInput!) { courseRunSetClassStatus(input: \$input) { __typename ... on CourseRunSetClassStatusSuccess { changed courseRun { ssgRunId classStatus version } warnings { message } } ... on ActError { code message remedy path } } }",
  "variables": {
    "input": { "courseRunId": "$RUN", "classStatus": "CONFIRMED", "reason": "Enough learners", "idempotencyKey": "$DOING" }
  }
}
JSON
done

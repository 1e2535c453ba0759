"""An S3 server that checks signatures, with one user and one bucket.

Says where it is and who may in, as a line of JSON, and ends with its standard input.
"""

import json
import sys

import boto3
from moto import settings
from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
address = f"http://{host}:{port}"


def client(service):
    return boto3.client(
        service,
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id="set-up",
        aws_secret_access_key="set-up",
    )


# Until now every signature is taken.
iam = client("iam")
iam.create_user(UserName="job")
allowed = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
iam.put_user_policy(UserName="job", PolicyName="all", PolicyDocument=policy)
key = iam.create_access_key(UserName="job")["AccessKey"]
client("s3").create_bucket(Bucket="backups")
settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
print(
    json.dumps({"address": address, "id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}),
    flush=True,
)
sys.stdin.read()

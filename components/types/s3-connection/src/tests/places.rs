//! Regions and buckets.

use super::*;

#[test]
fn accepts_the_names_of_regions() {
    for region in [
        "us-east-1",
        "ap-southeast-2",
        "us-gov-west-1",
        "us-iso-east-1",
        "eusc-de-east-1",
        "aws-global",
    ] {
        accepts(&AMAZON, &[(REGION, region)]);
    }
    for region in ["auto", "fr-par", "nyc3", "us-east-1a", "US_EAST", "default"] {
        accepts(&OTHER, &[(REGION, region)]);
    }
}

#[test]
fn refuses_what_is_no_region() {
    for (region, words) in [
        ("auto", "endpoint"),
        ("us-east", "endpoint"),
        ("US-EAST-1", "endpoint"),
        ("us--east-1", "endpoint"),
        ("us-east-", "endpoint"),
        ("east-1", "endpoint"),
        ("us-east-1ab", "endpoint"),
        ("us-east-1a", "zone"),
        ("US East (Ohio)", "short name"),
        ("https://s3.us-east-1.amazonaws.com", "short name"),
    ] {
        refuses(&AMAZON, &[(REGION, region)], REGION, words);
    }
    refuses(&OTHER, &[(REGION, &"a".repeat(65))], REGION, "short name");
}

#[test]
fn accepts_the_names_of_buckets() {
    for bucket in [
        "abc",
        "my-bucket",
        "logs.example.com",
        "2024",
        "1.2.3",
        "data--usw2-az1--x-s3",
        "a-s3alias",
    ] {
        accepts(&AMAZON, &[(BUCKET, bucket)]);
    }
    accepts(&AMAZON, &[(BUCKET, &"b".repeat(63))]);
    accepts(&OTHER, &[(BUCKET, "Old_Bucket")]);
}

#[test]
fn refuses_what_is_no_bucket() {
    for (bucket, words) in [
        ("ab", "3 to 63"),
        ("MyBucket", "lower-case"),
        ("my_bucket", "lower-case"),
        ("my bucket", "lower-case"),
        ("bücket", "lower-case"),
        ("-bucket", "begin and end"),
        ("bucket.", "begin and end"),
        ("my..bucket", "two dots"),
        ("192.168.5.4", "IP address"),
        ("s3://bucket", "alone"),
        ("bucket/folder", "alone"),
        ("arn:aws:s3:::bucket", "alone"),
    ] {
        refuses(&AMAZON, &[(BUCKET, bucket)], BUCKET, words);
    }
    refuses(&AMAZON, &[(BUCKET, &"b".repeat(64))], BUCKET, "3 to 63");
    refuses(&OTHER, &[(BUCKET, "my bucket")], BUCKET, "underscores");
}

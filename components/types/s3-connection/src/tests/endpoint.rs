//! Addresses of stores.

use super::*;

#[test]
fn accepts_the_addresses_of_stores() {
    for endpoint in [
        "https://minio.example.com",
        "https://minio.example.com/",
        "http://localhost:9000",
        "HTTPS://Minio.Example.Com:65535",
        "https://account.r2.cloudflarestorage.com",
        "https://project.supabase.co/storage/v1/s3",
        "http://10.0.0.7:9000",
        "http://[::1]",
        "http://[fd00::7]:9000/",
        "http://minio_1:9000",
        "http://minio.storage.svc.cluster.local.:9000",
    ] {
        accepts(&OTHER, &[(ENDPOINT, endpoint)]);
    }
    for endpoint in ["https://s3.amazonaws.com", "https://s3.cn-north-1.amazonaws.com.cn"] {
        accepts(&AMAZON, &[(ENDPOINT, endpoint)]);
    }
}

#[test]
fn amazons_rules_hold_at_its_own_endpoints_and_at_no_other() {
    for endpoint in [
        "https://s3.amazonaws.com",
        "https://S3.eu-west-1.Amazonaws.com./",
        "https://s3.dualstack.us-west-2.amazonaws.com",
        "https://s3-us-west-2.amazonaws.com",
        "https://s3express-use1-az4.us-east-1.amazonaws.com",
        "https://bucket.vpce-1a2b.s3.us-east-1.vpce.amazonaws.com",
        "https://s3.cn-north-1.amazonaws.com.cn",
        "https://s3.us-east-1.api.aws",
    ] {
        refuses(&OTHER, &[(ENDPOINT, endpoint)], ACCESS_KEY, "16 to 128");
    }
    for endpoint in [
        "http://ec2-1-2-3-4.compute-1.amazonaws.com:9000",
        "https://s3-proxy-1.us-east-1.elb.amazonaws.com",
        "https://s3.amazonaws.com.example.com",
        "https://s3.notamazonaws.com",
    ] {
        accepts(&OTHER, &[(ENDPOINT, endpoint)]);
    }
}

#[test]
fn refuses_what_is_no_address_of_a_store() {
    for (endpoint, words) in [
        ("minio.example.com", "begin with"),
        ("minio:9000", "begin with"),
        ("s3://bucket", "begin with"),
        ("ftp://example.com", "begin with"),
        ("//example.com", "begin with"),
        ("https://", "host after"),
        ("https:///path", "host after"),
        ("https://:9000", "host after"),
        ("https://.", "host after"),
        ("https://user:pass@minio", "user name"),
        ("https://minio?region=a", "query"),
        ("https://minio/path#part", "fragment"),
        ("https://minio/{bucket}", "path"),
        ("https://mi nio", "white space"),
        ("https://exämple.com", "ASCII"),
        ("https://a..b", "host name"),
        ("https://-a.b", "host name"),
        ("https://a\\b", "host name"),
        ("https://minio:", "port"),
        ("https://minio:0", "port"),
        ("https://minio:+80", "port"),
        ("https://minio:65536", "port"),
        ("https://minio:80:80", "port"),
        ("https://::1", "port"),
        ("https://[::1", "closing"),
        ("https://[minio]", "IPv6"),
        ("https://[::1]9000", "after ]"),
        ("https://10.0.0.256", "IPv4"),
        ("https://10.1", "IPv4"),
    ] {
        refuses(&OTHER, &[(ENDPOINT, endpoint)], ENDPOINT, words);
    }
}

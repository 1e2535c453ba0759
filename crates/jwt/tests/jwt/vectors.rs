//! Published vectors: RFC 7515 A.2 and A.3, RFC 8037 A.4.

use serde_json::json;
use strongroom_jwt::access::public_key;
use strongroom_jwt::{Compact, Error};
use strongroom_secret_bytes::Key as Seed;

use crate::support::{decode, verify};

const PAYLOAD: &str = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt\
                       cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

#[test]
fn rs256_of_rfc_7515_a_2() {
    let set = json!({"keys": [{
        "kty": "RSA", "e": "AQAB",
        "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJ\
              PMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0\
              LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uD\
              Zlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2\
              PAcDTW9gb54h4FRWyuXpoQ",
    }]})
    .to_string();
    let signature = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh\
                     -0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgr\
                     nbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi\
                     12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9F\
                     s98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    let token = format!("eyJhbGciOiJSUzI1NiJ9.{PAYLOAD}.{signature}");
    assert_eq!(verify(&token, &set).unwrap().text("iss"), Some("joe"));
    let changed = token.replacen("cC4h", "cC4i", 1);
    assert_eq!(verify(&changed, &set).err(), Some(Error::Signature));
}

#[test]
fn es256_of_rfc_7515_a_3() {
    let set = json!({"keys": [{
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    }]})
    .to_string();
    let signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTU\
                     JqPP3-Kg6NU1Q";
    let token = format!("eyJhbGciOiJFUzI1NiJ9.{PAYLOAD}.{signature}");
    assert_eq!(verify(&token, &set).unwrap().text("iss"), Some("joe"));
    let changed = token.replacen("DtEh", "DtEi", 1);
    assert_eq!(verify(&changed, &set).err(), Some(Error::Signature));
}

/// The signature itself is compared in the unit tests, where there is a way around the payload: the
/// RFC's is a sentence.
#[test]
fn the_key_of_rfc_8037_a_1_and_a_payload_that_is_no_claims() {
    let seed = decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
    let seed = Seed::filled(|bytes| bytes.copy_from_slice(&seed));
    assert!(public_key(&seed).is_some());
    let token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1\
                 PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    assert_eq!(Compact::parse(token.as_bytes()).err(), Some(Error::Payload));
}

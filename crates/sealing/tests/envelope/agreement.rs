//! Both implementations on values nobody chose, and the worked example of the document.

use proptest::prelude::*;
use strongroom_sealing::SystemRandom;

use crate::first::{self, At};
use crate::second::{self, Chosen};
use crate::vector::{Outcome, Vector, folder, hex, read};

fn outcome(fields: &[(String, Vec<u8>)]) -> Outcome {
    Outcome::Opens { fields: fields.to_vec() }
}

fn places() -> impl Strategy<Value = Vector> {
    let id = || any::<[u8; 20]>().prop_map(|id| strongroom_model::Id::from_bytes(id).to_string());
    let root = ("[A-Za-z0-9._-]{1,64}", any::<[u8; 32]>());
    let owner = ("project|organization|user", id(), any::<u32>());
    let secret = ("[A-Za-z][A-Za-z0-9-]{0,63}", id(), 1..=strongroom_model::limits::VERSIONS);
    (root, owner, secret).prop_map(|(root, owner, secret)| Vector {
        root_key_id: root.0.clone(),
        root_key: root.1.to_vec(),
        owner: format!("{}/{}", owner.0, owner.1),
        wrapped_owner_key: Vec::new(),
        wrapped_owner_key_serial: owner.2,
        wrapped_owner_key_root_key: root.0,
        secret: format!("secret/{}/{}", secret.0, secret.1),
        version: secret.2,
        owner_key_serial: owner.2,
        data_key: Vec::new(),
        fields: Vec::new(),
    })
}

fn values() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    let value = prop::collection::vec(any::<u8>(), 0..100);
    prop::collection::btree_map("[A-Za-z][A-Za-z0-9_-]{0,63}", value, 0..4)
        .prop_map(|fields| fields.into_iter().collect())
}

proptest! {
    #[test]
    fn the_second_implementation_opens_what_this_crate_seals(place in places(), fields in values()) {
        let at = At {
            root_key: (&place.root_key_id, &place.root_key),
            owner: &place.owner,
            serial: place.owner_key_serial,
            secret: &place.secret,
            version: place.version,
        };
        let borrowed: Vec<(&str, &[u8])> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
        let sealed = first::seal(at, &borrowed, &mut SystemRandom);
        prop_assert_eq!(second::open(&sealed), outcome(&fields));
    }

    #[test]
    fn this_crate_opens_what_the_second_implementation_seals(
        place in places(), fields in values(),
        keys: ([u8; 32], [u8; 32]), nonces: ([u8; 12], [u8; 12], [u8; 12]),
    ) {
        let chosen = Chosen {
            owner_key: keys.0,
            owner_key_nonce: nonces.0,
            data_key: keys.1,
            data_key_nonce: nonces.1,
            fields: fields.iter().map(|(name, value)| (name.clone(), nonces.2, value.clone())).collect(),
        };
        let sealed = second::seal(&place, &chosen);
        prop_assert_eq!(first::open(&sealed), outcome(&fields));
    }
}

#[test]
fn the_worked_example_of_the_document_is_a_vector() {
    let path = folder().join("../../../docs/envelope.md");
    let document = std::fs::read_to_string(path).unwrap();
    let json = std::fs::read_to_string(folder().join("opens_one_field.json")).unwrap();
    let (vector, _) = read(&json);
    let shown: String = document.chars().filter(|c| !c.is_whitespace()).collect();
    for blob in [&vector.root_key, &vector.wrapped_owner_key, &vector.data_key, &vector.fields[0].1]
    {
        assert!(shown.contains(&hex(blob)), "the document does not show {}", hex(blob));
    }
    // The additional data, which no vector holds.
    for data in second::example_additional_data(&vector) {
        assert!(shown.contains(&hex(&data)), "the document does not show {}", hex(&data));
    }
}

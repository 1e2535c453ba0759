//! Which addresses a plug-in may be connected to.
//!
//! A name is whatever its owner's DNS says at the moment, so a granted name says nothing of where a
//! connection goes: the address decides.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How far away an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Anybody's, on the internet.
    Public,
    /// This machine, its networks, and forms that hide another address: with `private = true`.
    Private,
    /// Where clouds hand out credentials: with `private = true`, and the grant must name the very
    /// address. A name that leads here is an attack.
    LinkLocal,
    /// Nothing that a request goes to.
    Never,
}

pub(crate) fn reach(address: IpAddr) -> Reach {
    match address {
        IpAddr::V4(address) => reach_v4(address),
        IpAddr::V6(address) => reach_v6(address),
    }
}

/// What the registry of special-purpose addresses (RFC 6890 and its successors) sets apart.
const fn reach_v4(address: Ipv4Addr) -> Reach {
    match address.octets() {
        // "This network", which Linux takes for this machine; multicast; reserved; broadcast.
        [0 | 224..=255, ..] => Reach::Never,
        [169, 254, ..] => Reach::LinkLocal,
        // RFC 1918, loopback, carriers' networks.
        [10 | 127, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..]
        // Protocol assignments, documentation, the relays of 6to4, benchmarks.
        | [192, 0, 0 | 2, _] | [198, 51, 100, _] | [203, 0, 113, _] | [192, 88, 99, _]
        | [198, 18..=19, ..] => Reach::Private,
        _ => Reach::Public,
    }
}

/// Global unicast is public but for the parts of it that embed or document; all else is not.
const fn reach_v6(address: Ipv6Addr) -> Reach {
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] | [0xff00..=0xffff, ..] => Reach::Never,
        [0xfe80..=0xfebf, ..] | [0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x0254] => Reach::LinkLocal,
        // IPv4 in other clothes is what it is: mapped, translated, compatible.
        [0, 0, 0, 0, 0, 0xffff | 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        // 6to4, whose router unwraps it.
        | [0x2002, high, low, ..] => embedded(high, low),
        // Teredo and other protocol assignments; documentation.
        [0x2001, 0..=0x1ff | 0x0db8, ..] | [0x3fff, 0..=0x0fff, ..] => Reach::Private,
        [0x2000..=0x3fff, ..] => Reach::Public,
        _ => Reach::Private,
    }
}

/// Never public: nobody has to write a public address in such a form.
const fn embedded(high: u16, low: u16) -> Reach {
    let [a, b] = high.to_be_bytes();
    let [c, d] = low.to_be_bytes();
    match reach_v4(Ipv4Addr::new(a, b, c, d)) {
        Reach::LinkLocal => Reach::LinkLocal,
        // `::1` among them.
        Reach::Public | Reach::Private | Reach::Never => Reach::Private,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn all(addresses: &[&str], expected: Reach) {
        for address in addresses {
            assert_eq!(reach(address.parse().unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn addresses_of_the_internet_are_public() {
        all(
            &[
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1",
                "2001:200::1",
                "3ffe::1",
            ],
            Reach::Public,
        );
    }

    #[test]
    fn addresses_of_this_machine_and_its_networks_are_private() {
        all(
            &[
                "127.0.0.1",
                "127.255.255.254",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "192.88.99.1",
                "::1",
                "fc00::1",
                "fd12:3456::1",
                "fec0::1",
                "2001:db8::1",
                "2001::1",
                "2001:20::1",
                "3fff::1",
                "100::1",
                "4000::1",
                "5f00::1",
                "64:ff9b:1::1",
            ],
            Reach::Private,
        );
    }

    #[test]
    fn an_address_in_the_clothes_of_another_is_never_public() {
        all(
            &[
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:1.1.1.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::101:101",
                "2002:7f00:1::",
                "2002:c0a8:1::1",
                "2002:101:101::1",
            ],
            Reach::Private,
        );
    }

    #[test]
    fn where_clouds_hand_out_credentials_is_told_apart_in_every_form() {
        all(
            &[
                "169.254.169.254",
                "169.254.0.1",
                "fe80::1",
                "febf::1",
                "fd00:ec2::254",
                "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
            ],
            Reach::LinkLocal,
        );
    }

    #[test]
    fn nothing_goes_to_many_or_to_nobody() {
        all(
            &[
                "0.0.0.0",
                "0.1.2.3",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "ff02::1",
            ],
            Reach::Never,
        );
    }
}

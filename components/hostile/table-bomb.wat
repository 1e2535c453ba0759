;; For tests: asks for ever more table as it is instantiated, before any function is called.
(component
  (core module $bomb
    (table 1 funcref)
    (func $grow
      (loop $again
        (br_if $again (i32.ne (table.grow (ref.null func) (i32.const 10000)) (i32.const -1))))
      unreachable)
    (start $grow)
    (func (export "nothing")))
  (core instance $instance (instantiate $bomb))
  (func $nothing (canon lift (core func $instance "nothing")))
  (instance $secret-type
    (export "describe" (func $nothing))
    (export "validate" (func $nothing))
    (export "render" (func $nothing)))
  (export "strongroom:secret-type/secret-type@1.0.0" (instance $secret-type)))

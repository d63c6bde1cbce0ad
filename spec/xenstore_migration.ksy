meta:
  id: xenstore_migration
  title: Xenstore migration stream, versions 1 and 2
  application: Xen (xenstored)
  tags:
    - serialization
  license: CC0-1.0
  ks-version: '0.10'
doc: |
  State of a Xen store daemon (`xenstored`): its nodes, the connections of its
  clients, their watches, transactions and quotas. The daemon writes it for the
  successor that takes its place in a live update, or for another host to which
  a domain is migrated.

  A 16-octet header, always big-endian, is followed by records, the last of
  which is `END`. Bit 0 of the header's `flags` gives the byte order of all that
  follows the header. Every record starts at a multiple of 8 octets.

  Two points where running daemons and the document part shape this spec:

  * C xenstored counts a record's padding in `len`. What stands in a body after
    its last field is therefore valid, and kept in `rest`.
  * A record type that this spec does not know is kept as an opaque `body`.

  Identifiers are the document's own, with `_` for `-`; those that only count
  something are named after it. Numbers that name something (`type`,
  `conn_type`) are plain integers, so that a value reserved for the future is
  readable in every target language; an instance beside them has the name.
doc-ref:
  - https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/docs/designs/xenstore-migration.md
  - https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/tools/xenstored/xenstore_state.h
seq:
  - id: header
    type: header
    doc: Identifies the stream, its version and its byte order.
    doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#header
  - id: records
    type: record
    repeat: until
    repeat-until: _.type_name == record_type::end
    doc: |
      The state, in an order in which a record stands after those that it
      depends on. The last one, and only the last one, is `END`.
    doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#records
  - id: end_of_stream
    size: 0
    valid:
      expr: _io.eof
    doc: Occupies nothing, and holds that nothing follows `END`.
    doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#end
types:
  header:
    meta:
      endian: be
    doc: Big-endian, whatever the byte order of the records.
    doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#header
    seq:
      - id: ident
        contents: xenstore
        doc: Magic value, 0x78656e73746f7265.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#header
      - id: version
        type: u4
        valid:
          min: 1
          max: 2
        doc: |
          Version of the document that the stream complies with. Version 2 adds
          `watch_data_extended` and the `features` of `domain_data`.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#header
      - id: flags
        type: u4
        valid:
          max: 1
        doc: Bit 0 is the byte order (0 little, 1 big); bits 1 to 31 are zero.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#header
    instances:
      is_big_endian:
        value: flags & 1 == 1
        doc: Whether all that follows the header is big-endian.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#header
  record:
    -webide-representation: '{type_name}: {len:dec} octets'
    meta:
      endian:
        switch-on: _root.header.is_big_endian
        cases:
          true: be
          false: le
    doc: One record; its `type` tells the layout of its `body`.
    doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#records
    seq:
      - id: type
        type: u4
        valid:
          expr: _ != 8 or _root.header.version >= 2
        doc: |
          What the record is, see `type_name`. `watch_data_extended` (8) is
          valid from version 2 on; 9 and up are reserved for future use.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#records
      - id: len
        type: u4
        valid:
          expr: type != 0 or _ == 0
        doc: |
          Length of `body`, which is nothing in `END`. The document leaves
          `padding` out of it; C xenstored counts it, and so writes multiples of
          8 only.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#records
      - id: body
        size: len
        type:
          switch-on: type_name
          cases:
            record_type::global_data: global_data
            record_type::connection_data: connection_data
            record_type::watch_data: watch_data
            record_type::transaction_data: transaction_data
            record_type::node_data: node_data
            record_type::global_quota_data: global_quota_data
            record_type::domain_data: domain_data
            record_type::watch_data_extended: watch_data_extended
        doc: What the record says; plain octets if its `type` is not known.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#records
      - id: padding
        size: (8 - len % 8) % 8
        doc: |
          Fills the record up to a multiple of 8 octets. Written as zero,
          ignored when read.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#records
    instances:
      type_name:
        value: type
        enum: record_type
        doc: Name of `type`.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#records
    types:
      global_data:
        doc: State of the daemon itself. Only relevant for live update.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#global_data
        seq:
          - id: rw_socket_fd
            -orig-id: rw-socket-fd
            type: s4
            doc: |
              File descriptor of the socket that accepts read-write
              connections; -1 if there is none.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#global_data
          - id: evtchn_fd
            -orig-id: evtchn-fd
            type: s4
            doc: File descriptor that leads to the event channel driver.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#global_data
          - id: rest
            size-eos: true
            doc: What `len` counts beyond the last field.
            doc-ref: https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/tools/xenstored/xenstore_state.h
      connection_data:
        doc: |
          A client's connection: all of them in a live update, the one of the
          migrated domain in a migration.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
        seq:
          - id: conn_id
            -orig-id: conn-id
            type: u4
            valid:
              min: 1
            doc: Number by which later records name this connection, not zero.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
          - id: conn_type
            -orig-id: conn-type
            type: u2
            doc: |
              What the connection runs over, see `conn_type_name`; 2 and up are
              reserved for future use.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
          - id: fields
            type: u2
            doc: Bit 0 tells that `unique_id` is present.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
          - id: conn_spec
            -orig-id: conn-spec
            size: 8
            type:
              switch-on: conn_type_name
              cases:
                conn_type::shared_ring: ring_spec
                conn_type::socket: socket_spec
            doc: Where the other end is; plain octets if `conn_type` is not known.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
          - id: len_in_data
            -orig-id: in-data-len
            type: u2
            doc: Length of `in_data`.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
          - id: out_resp_len
            -orig-id: out-resp-len
            type: u2
            doc: |
              How many octets at the start of `out_data` finish a response of
              which the client has a part already.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
          - id: len_out_data
            -orig-id: out-data-len
            type: u4
            valid:
              expr: _ >= out_resp_len
            doc: Length of `out_data`, the `out_resp_len` octets included.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
          - id: in_data
            -orig-id: data
            size: len_in_data
            doc: Octets read from the client and not yet processed.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
          - id: out_data
            -orig-id: data
            size: len_out_data
            doc: Octets not yet written to the client.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
          - id: unique_id_padding
            size: (8 - _io.pos % 8) % 8
            if: fields & 1 != 0
            doc: |
              Fills `in_data` and `out_data` up to a multiple of 8 octets.
              Written as zero, ignored when read.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
          - id: unique_id
            -orig-id: unique-id
            type: u8
            if: fields & 1 != 0
            doc: |
              Unique identifier of the domain. Only needed for a shared ring in
              a live update.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
          - id: rest
            size-eos: true
            doc: What `len` counts beyond the last field.
            doc-ref: https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/tools/xenstored/xenstore_state.h
        instances:
          conn_type_name:
            value: conn_type
            enum: conn_type
            doc: Name of `conn_type`.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
      ring_spec:
        doc: The `conn_spec` of a shared ring.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
        seq:
          - id: domid
            type: u2
            doc: The domain that owns the shared page.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
          - id: tdomid
            type: u2
            doc: |
              The domain on whose behalf `domid` acts since a `SET_TARGET`;
              DOMID_INVALID (0x7ff4) if there was none.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
          - id: evtchn
            type: u4
            doc: Port of the event channel between xenstored and `domid`.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
      socket_spec:
        doc: The `conn_spec` of a socket. Only relevant for live update.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
        seq:
          - id: socket_fd
            -orig-id: socket-fd
            type: s4
            doc: File descriptor of the connected socket.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
          - id: pad
            size: 4
            doc: Written as zero, ignored when read.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
      watch_data:
        doc: A watch that a connection has registered.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data
        seq:
          - id: conn_id
            -orig-id: conn-id
            type: u4
            doc: The connection that issued the `WATCH`.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data
          - id: len_wpath
            -orig-id: wpath-len
            type: u2
            doc: Length of `wpath` and the NUL after it.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data
          - id: len_token
            -orig-id: token-len
            type: u2
            doc: Length of `token` and the NUL after it.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data
          - id: wpath
            size: len_wpath
            terminator: 0
            valid:
              expr: _.length + 1 == len_wpath
            doc: The watched path, as given to `WATCH`.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data
          - id: token
            size: len_token
            terminator: 0
            valid:
              expr: _.length + 1 == len_token
            doc: The client's token, as given to `WATCH`.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data
          - id: rest
            size-eos: true
            doc: What `len` counts beyond the last field.
            doc-ref: https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/tools/xenstored/xenstore_state.h
      watch_data_extended:
        doc: A watch with a depth. Valid from version 2 on.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data_extended
        seq:
          - id: conn_id
            -orig-id: conn-id
            type: u4
            doc: The connection that issued the `WATCH`.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data_extended
          - id: len_wpath
            -orig-id: wpath-len
            type: u2
            doc: Length of `wpath` and the NUL after it.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data_extended
          - id: len_token
            -orig-id: token-len
            type: u2
            doc: Length of `token` and the NUL after it.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data_extended
          - id: depth
            type: u2
            doc: |
              How many directory levels below `wpath` are watched; 0xffff for
              all of them.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data_extended
          - id: pad
            size: 2
            doc: Written as zero, ignored when read.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data_extended
          - id: wpath
            size: len_wpath
            terminator: 0
            valid:
              expr: _.length + 1 == len_wpath
            doc: The watched path, as given to `WATCH`.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data_extended
          - id: token
            size: len_token
            terminator: 0
            valid:
              expr: _.length + 1 == len_token
            doc: The client's token, as given to `WATCH`.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data_extended
          - id: rest
            size-eos: true
            doc: What `len` counts beyond the last field.
            doc-ref: https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/tools/xenstored/xenstore_state.h
      transaction_data:
        doc: A transaction that is pending on a connection.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#transaction_data
        seq:
          - id: conn_id
            -orig-id: conn-id
            type: u4
            doc: The connection that issued the `TRANSACTION_START`.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#transaction_data
          - id: tx_id
            -orig-id: tx-id
            type: u4
            doc: The id that `TRANSACTION_START` returned.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#transaction_data
          - id: rest
            size-eos: true
            doc: What `len` counts beyond the last field.
            doc-ref: https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/tools/xenstored/xenstore_state.h
      node_data:
        doc: |
          A node of the store, either committed (`conn_id` is 0) or pending in
          a transaction.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
        seq:
          - id: conn_id
            -orig-id: conn-id
            type: u4
            doc: The connection whose transaction this is, 0 for a committed node.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
          - id: tx_id
            -orig-id: tx-id
            type: u4
            doc: The transaction. Ignored for a committed node.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
          - id: len_path
            -orig-id: path-len
            type: u2
            doc: Length of `path` and the NUL after it.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
          - id: len_value
            -orig-id: value-len
            type: u2
            doc: Length of `value`.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
          - id: access
            type: u2
            doc: |
              What the transaction did to the node: bit 0 read it, bit 1 wrote
              it, neither deleted it. Ignored for a committed node.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
          - id: num_perms
            -orig-id: perm-count
            type: u2
            doc: How many `perms` there are, 0 for a deleted node.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
          - id: perms
            -orig-id: perm1..N
            type: permission
            repeat: expr
            repeat-expr: num_perms
            doc: Who may do what; the first one names the owner.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
          - id: path
            size: len_path
            terminator: 0
            valid:
              expr: _.length + 1 == len_path
            doc: Absolute path of the node.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
          - id: value
            size: len_value
            doc: Value of the node, which may be empty or hold NULs.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
          - id: rest
            size-eos: true
            doc: What `len` counts beyond the last field.
            doc-ref: https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/tools/xenstored/xenstore_state.h
      permission:
        doc: A node permission specifier.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
        seq:
          - id: perm
            type: u1
            valid:
              any-of:
                - 0x77 # w
                - 0x72 # r
                - 0x62 # b
                - 0x6e # n
            doc: |
              ASCII letter of the access that is granted, see `perm_name`.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
          - id: flags
            type: u1
            doc: Bit 0 marks a stale permission, which grants nothing.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
          - id: domid
            type: u2
            doc: The domain to which the permission relates.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
        instances:
          perm_name:
            value: perm
            enum: access
            doc: Name of `perm`.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
      global_quota_data:
        doc: Quotas of the whole store. Only relevant for live update.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#global_quota_data
        seq:
          - id: num_dom_quota_vals
            -orig-id: n-dom-quota
            type: u2
            doc: Number of quotas that apply to each domain by default.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#global_quota_data
          - id: num_glob_quota_vals
            -orig-id: n-glob-quota
            type: u2
            doc: Number of quotas that apply globally only.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#global_quota_data
          - id: dom_quota_vals
            -orig-id: quota-val
            type: u4
            repeat: expr
            repeat-expr: num_dom_quota_vals
            doc: Values of the quotas per domain; 0 is unlimited.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#global_quota_data
          - id: glob_quota_vals
            -orig-id: quota-val
            type: u4
            repeat: expr
            repeat-expr: num_glob_quota_vals
            doc: Values of the global quotas; 0 is unlimited.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#global_quota_data
          - id: dom_quota_names
            -orig-id: quota-names
            terminator: 0
            repeat: expr
            repeat-expr: dom_quota_vals.size
            doc: Names of the quotas per domain, in the order of their values.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#global_quota_data
          - id: glob_quota_names
            -orig-id: quota-names
            terminator: 0
            repeat: expr
            repeat-expr: glob_quota_vals.size
            doc: Names of the global quotas, in the order of their values.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#global_quota_data
          - id: rest
            size-eos: true
            doc: |
              What `len` counts beyond the last field. Xen 4.21 and newer leave
              these octets uncleared, so they may hold anything.
            doc-ref: https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/tools/xenstored/domain.c
      domain_data:
        doc: Quotas and features of one domain; at most one record a domain.
        doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#domain_data
        seq:
          - id: domain_id
            -orig-id: domain-id
            type: u2
            doc: The domain.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#domain_data
          - id: num_quota_vals
            -orig-id: n-quota
            type: u2
            doc: Number of quotas.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#domain_data
          - id: features
            type: u4
            doc: |
              The feature field that the guest sees at offset 2064 of its ring
              page. Version 1 does not define it, so it is zero there, and
              ignored when read.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#domain_data
          - id: quota_vals
            -orig-id: quota-val
            type: u4
            repeat: expr
            repeat-expr: num_quota_vals
            doc: Values of the quotas; 0 is unlimited.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#domain_data
          - id: quota_names
            -orig-id: quota-names
            terminator: 0
            repeat: expr
            repeat-expr: quota_vals.size
            doc: Names of the quotas, in the order of their values.
            doc-ref: https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#domain_data
          - id: rest
            size-eos: true
            doc: |
              What `len` counts beyond the last field. Xen 4.21 and newer leave
              these octets uncleared, so they may hold anything.
            doc-ref: https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/tools/xenstored/domain.c
enums:
  record_type:
    0:
      id: end
      doc: End of the stream.
    1:
      id: global_data
      doc: State of the daemon itself.
    2:
      id: connection_data
      doc: A client's connection.
    3:
      id: watch_data
      doc: A watch.
    4:
      id: transaction_data
      doc: A pending transaction.
    5:
      id: node_data
      doc: A node, committed or pending.
    6:
      id: global_quota_data
      doc: Quotas of the whole store.
    7:
      id: domain_data
      doc: Quotas and features of a domain.
    8:
      id: watch_data_extended
      doc: A watch with a depth; from version 2 on.
  conn_type:
    0:
      id: shared_ring
      doc: A page shared with a domain, and an event channel.
    1:
      id: socket
      doc: A Unix domain socket of the control domain.
  access:
    0x62:
      id: both
      -orig-id: b
      doc: Read and write.
    0x6e:
      id: none
      -orig-id: n
      doc: No access.
    0x72:
      id: read
      -orig-id: r
      doc: Read only.
    0x77:
      id: write
      -orig-id: w
      doc: Write only.

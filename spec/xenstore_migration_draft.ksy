meta:
  id: xenstore_migration_draft
  title: Xenstore migration records, draft of April 2020
  application: Xen (xenstored)
  tags:
    - serialization
  license: CC0-1.0
  ks-version: '0.10'
doc: |
  State of a Xen store daemon as the design document had it before its first
  published edition: the text of March 2020 with the patch of 14 April 2020. No
  daemon ever wrote it. What became of it is in `xenstore_migration.ksy`.

  Records carry no length of their own. They are carried either

  * one after the other, as the stream of a live update. There is no header; the
    byte order shows in the first record's `type`. `DOMAIN_START` names the
    domain that the records after it belong to. Or
  * each as the body of a `DOMAIN_XENSTORE_DATA` record of a libxenlight domain
    image, whose header gives the byte order: see `libxl_domain_image.ksy`, which
    uses the type `record` of this file.

  Lengths of paths and tokens do not count a NUL, and none is stored. Every
  variable part is padded to a multiple of 4 octets.
doc-ref:
  - https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
  - 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
  - 'xen-devel, April 2020, reply to that patch by its reviewer'
params:
  - id: is_review
    type: bool
    doc: |
      Whether records have the fields that the patch's reviewer asked for
      (edition `draft-review`).
    doc-ref: 'xen-devel, April 2020, reply to that patch by its reviewer'
seq:
  - id: first_records
    type: record(is_review, is_big_endian, false, false)
    repeat: until
    repeat-until: _.type_name != record_type::node_data or _io.eof
    doc: |
      The records up to the first `DOMAIN_START`. Only nodes, which belong to no
      domain, may stand before it.
    doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
  - id: records
    type: record(is_review, is_big_endian, true, false)
    repeat: eos
    doc: All further records.
    doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
instances:
  first_octet:
    pos: 0
    type: u1
    doc: The first octet of the first record's `type`.
    doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
  is_big_endian:
    value: first_octet == 0
    doc: Whether the stream is big-endian; types are so small that it shows.
    doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
types:
  record:
    doc: One record; its `type` tells the layout of its `body`.
    doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
    meta:
      endian:
        switch-on: is_big_endian
        cases:
          true: be
          false: le
    params:
      - id: is_review
        type: bool
        doc: |
          Whether records have the fields that the patch's reviewer asked for
          (edition `draft-review`).
        doc-ref: 'xen-devel, April 2020, reply to that patch by its reviewer'
      - id: is_big_endian
        type: bool
        doc: Whether the record is big-endian.
        doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
      - id: has_domain
        type: bool
        doc: Whether the domain is known that the record belongs to.
        doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
      - id: is_in_image
        type: bool
        doc: |
          Whether a domain image carries the record. `DOMAIN_START` is for live update
          only.
        doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
    seq:
      - id: type
        type: u4
        valid:
          expr: _ == 1 or (_ == 6 and not is_in_image) or (_ >= 2 and _ <= 5 and has_domain)
        doc: What the record is, see `type_name`; 0 is invalid, 7 and up are reserved.
        doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
      - id: body
        type:
          switch-on: type_name
          cases:
            record_type::node_data: node_data
            record_type::watch_data: watch_data
            record_type::transaction_data: transaction_data(is_review)
            record_type::transaction_node_data: transaction_node_data
            record_type::guest_ring_data: guest_ring_data
            record_type::domain_start: domain_start(is_review)
        doc: What the record says.
        doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
    instances:
      type_name:
        value: type
        enum: record_type
        doc: Name of `type`.
        doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
    types:
      node_data:
        doc: A committed node of the store.
        doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
        seq:
          - id: len_path
            -orig-id: path length
            type: u4
            doc: Length of `path`, without a NUL.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: path
            -orig-id: path data
            size: len_path
            terminator: 0
            valid:
              expr: _.length == len_path
            doc: Path of the node, absolute.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: path_padding
            -orig-id: pad
            size: (4 - len_path % 4) % 4
            doc: Fills `path` up to a multiple of 4 octets. Written as zero.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: num_perms
            -orig-id: perm count
            type: u4
            doc: How many `perms` there are.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: perms
            -orig-id: perm1..N
            type: permission
            repeat: expr
            repeat-expr: num_perms
            doc: Who may do what; the first one names the owner.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: len_value
            -orig-id: value length
            type: u4
            doc: Length of `value`.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: value
            -orig-id: value data
            size: len_value
            doc: Value of the node, which may be empty or hold NULs.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: value_padding
            -orig-id: pad
            size: (4 - len_value % 4) % 4
            doc: Fills `value` up to a multiple of 4 octets. Written as zero.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
      permission:
        doc: Access of one domain to a node.
        doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
        seq:
          - id: perm
            type: u1
            valid:
              any-of:
                - 0x77 # w
                - 0x72 # r
                - 0x62 # b
                - 0x6e # n
            doc: ASCII letter of the access that is granted, see `perm_name`.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: pad
            size: 1
            doc: Written as zero.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: domid
            type: u2
            doc: The domain to which the permission relates.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
        instances:
          perm_name:
            value: perm
            enum: access
            doc: Name of `perm`.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
      watch_data:
        doc: A watch that the domain has registered.
        doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
        seq:
          - id: len_wpath
            -orig-id: wpath length
            type: u4
            doc: Length of `wpath`, without a NUL.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: wpath
            -orig-id: wpath data
            size: len_wpath
            terminator: 0
            valid:
              expr: _.length == len_wpath
            doc: The watched path, as given to `WATCH`.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: wpath_padding
            -orig-id: pad
            size: (4 - len_wpath % 4) % 4
            doc: Fills `wpath` up to a multiple of 4 octets. Written as zero.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: len_token
            -orig-id: token length
            type: u4
            doc: Length of `token`, without a NUL.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: token
            -orig-id: token data
            size: len_token
            terminator: 0
            valid:
              expr: _.length == len_token
            doc: The client's token, as given to `WATCH`.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: token_padding
            -orig-id: pad
            size: (4 - len_token % 4) % 4
            doc: Fills `token` up to a multiple of 4 octets. Written as zero.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
      transaction_data:
        doc: A transaction that the domain has open.
        doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
        params:
          - id: is_review
            type: bool
            doc: |
              Whether records have the fields that the patch's reviewer asked for
              (edition `draft-review`).
            doc-ref: 'xen-devel, April 2020, reply to that patch by its reviewer'
        seq:
          - id: tx_id
            type: u4
            valid:
              min: 1
            doc: The id of the transaction, not zero.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: op_count
            type: u4
            if: is_review
            doc: Number of operations that the transaction has performed, reads included.
            doc-ref: 'xen-devel, April 2020, reply to that patch by its reviewer'
      transaction_node_data:
        doc: A node as a transaction of the domain sees it.
        doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
        seq:
          - id: tx_id
            type: u4
            valid:
              min: 1
            doc: The id of the transaction, not zero.
            doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
          - id: len_path
            -orig-id: path length
            type: u4
            doc: Length of `path`, without a NUL.
            doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
          - id: path
            -orig-id: path data
            size: len_path
            terminator: 0
            valid:
              expr: _.length == len_path
            doc: Path of the node, absolute.
            doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
          - id: path_padding
            -orig-id: pad
            size: (4 - len_path % 4) % 4
            doc: Fills `path` up to a multiple of 4 octets. Written as zero.
            doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
          - id: num_perms
            -orig-id: perm count
            type: u4
            doc: |
              How many `perms` there are, 0 for a node
              that the transaction has deleted.
            doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
          - id: perms
            -orig-id: perm1..N
            type: permission
            repeat: expr
            repeat-expr: num_perms
            doc: Who may do what; the first one names the owner.
            doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
          - id: len_value
            -orig-id: value length
            type: u4
            doc: Length of `value`.
            doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
          - id: value
            -orig-id: value data
            size: len_value
            doc: Value of the node, which may be empty or hold NULs.
            doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
          - id: value_padding
            -orig-id: pad
            size: (4 - len_value % 4) % 4
            doc: Fills `value` up to a multiple of 4 octets. Written as zero.
            doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
      guest_ring_data:
        doc: Octets that wait to be written to the domain's ring.
        doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
        seq:
          - id: len_value
            -orig-id: value length
            type: u4
            doc: Length of `value`.
            doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
          - id: value
            -orig-id: value data
            size: len_value
            doc: The octets.
            doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
          - id: value_padding
            -orig-id: pad
            size: (4 - len_value % 4) % 4
            doc: Fills `value` up to a multiple of 4 octets. Written as zero.
            doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
      domain_start:
        doc: Names the domain that the records after it belong to, nodes excepted.
        doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
        params:
          - id: is_review
            type: bool
            doc: |
              Whether records have the fields that the patch's reviewer asked for
              (edition `draft-review`).
            doc-ref: 'xen-devel, April 2020, reply to that patch by its reviewer'
        seq:
          - id: domid
            type: u2
            doc: The domain.
            doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
          - id: pad
            size: 2
            doc: Written as zero.
            doc-ref: 'xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update'
          - id: remote_port
            type: u4
            if: is_review
            doc: The domain's end of its event channel, as given to `INTRODUCE`.
            doc-ref: 'xen-devel, April 2020, reply to that patch by its reviewer'
          - id: mfn
            type: u8
            if: is_review
            doc: The frame of the domain's ring page, as given to `INTRODUCE`.
            doc-ref: 'xen-devel, April 2020, reply to that patch by its reviewer'
enums:
  record_type:
    1:
      id: node_data
      doc: A node.
    2:
      id: watch_data
      doc: A watch.
    3:
      id: transaction_data
      doc: An open transaction.
    4:
      id: transaction_node_data
      doc: A node local to a transaction.
    5:
      id: guest_ring_data
      doc: Output that waits for the domain.
    6:
      id: domain_start
      doc: The domain of what follows.
  access:
    0x62:
      id: both
      doc: Read and write.
    0x6e:
      id: none
      doc: No access.
    0x72:
      id: read
      doc: Read.
    0x77:
      id: write
      doc: Write.

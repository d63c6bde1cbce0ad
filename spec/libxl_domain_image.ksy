meta:
  id: libxl_domain_image
  title: libxenlight domain image, as saved by xl
  application: Xen (libxl, xl)
  imports:
    - libxc_stream
    - xenstore_migration_draft
  tags:
    - serialization
  license: CC0-1.0
  ks-version: '0.10'
doc: |
  A saved domain: what `xl save` puts in front of it, then the libxenlight image,
  which holds the domain's memory (a whole `libxc_stream`), the state of its
  emulators, and by the Xenstore migration draft its part of the Xenstore.
doc-ref:
  - https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/docs/specs/libxl-migration-stream.pandoc
  - https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/tools/xl/xl.h
  - https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
params:
  - id: is_review
    type: bool
    doc: Whether the records of the draft are of the edition `draft-review`.
    doc-ref: xenstore_migration_draft.ksy
seq:
  - id: xl_header
    type: xl_header
    if: first_octet == 0x58
    doc: What `xl save` puts in front of the image.
    doc-ref: tools/xl/xl.h, save_file_header
  - id: header
    type: header
    doc: Identifies the image, its version and its byte order.
    doc-ref: libxenlight Domain Image Format, Header
  - id: records
    type: record(is_review, header.is_big_endian)
    repeat: until
    repeat-until: _.type_name == record_type::end
    doc: The records, the last of which is `END`.
    doc-ref: libxenlight Domain Image Format, Overview
  - id: end_of_image
    size: 0
    valid:
      expr: _io.eof
    doc: Occupies nothing, and holds that nothing follows `END`.
    doc-ref: libxenlight Domain Image Format, END
instances:
  first_octet:
    pos: 0
    type: u1
    doc: An `X` if the file has an `xl_header`.
    doc-ref: tools/xl/xl.h, save_file_header
types:
  xl_header:
    doc: Header of a file that `xl save` has written.
    doc-ref: tools/xl/xl.h, save_file_header
    seq:
      - id: magic
        contents: ["Xen saved domain, xl format", 0x0a, 0x20, 0x00, 0x20, 0x0d]
        doc: Magic value.
        doc-ref: tools/xl/xl.h, save_file_header
      - id: byteorder
        size: 4
        valid:
          any-of: ['[1, 2, 3, 4]', '[4, 3, 2, 1]']
        doc: The number 0x01020304 in the byte order of the header.
        doc-ref: tools/xl/xl.h, save_file_header
      - id: flags
        type: xl_flags(is_big_endian)
        doc: The rest of the header.
        doc-ref: tools/xl/xl.h, save_file_header
    instances:
      is_big_endian:
        value: byteorder[0] == 1
        doc: Whether the integers of this header are big-endian.
        doc-ref: tools/xl/xl.h, save_file_header
  xl_flags:
    meta:
      endian:
        switch-on: is_big_endian
        cases:
          true: be
          false: le
    doc: The header of `xl save` after its byte order.
    doc-ref: tools/xl/xl.h, save_file_header
    params:
      - id: is_big_endian
        type: bool
        doc: Whether the integers are big-endian.
        doc-ref: tools/xl/xl.h, save_file_header
    seq:
      - id: mandatory_flags
        type: u4
        valid:
          any-of: [2, 3]
        doc: |
          Bit 0 tells that the configuration is JSON, bit 1 that the image is
          of version 2, which is the one described here.
        doc-ref: tools/xl/xl.h, save_file_header
      - id: optional_flags
        type: u4
        doc: No bit has a meaning.
        doc-ref: tools/xl/xl.h, save_file_header
      - id: len_optional_data
        -orig-id: optional_data_len
        type: u4
        doc: Length of the optional data, the domain's configuration.
        doc-ref: tools/xl/xl.h, save_file_header
      - id: optional_data
        size: len_optional_data
        doc: Length of the configuration, u32, and the configuration.
        doc-ref: tools/xl/xl.h, save_file_header
  header:
    meta:
      endian: be
    doc: Big-endian, whatever the byte order of the records.
    doc-ref: libxenlight Domain Image Format, Header
    seq:
      - id: ident
        contents: LibxlFmt
        doc: Magic value, 0x4c6962786c466d74.
        doc-ref: libxenlight Domain Image Format, Header
      - id: version
        type: u4
        valid: 2
        doc: Version of the document that the image complies with.
        doc-ref: libxenlight Domain Image Format, Header
      - id: options
        type: u4
        valid:
          max: 3
        doc: |
          Bit 0 is the byte order (0 little, 1 big), bit 1 tells that a legacy
          image was converted; the others are zero.
        doc-ref: libxenlight Domain Image Format, Header
    instances:
      is_big_endian:
        value: options & 1 == 1
        doc: Whether the records are big-endian.
        doc-ref: libxenlight Domain Image Format, Header
  record:
    -webide-representation: '{type_name}: {len_body:dec} octets'
    meta:
      endian:
        switch-on: is_big_endian
        cases:
          true: be
          false: le
    doc: One record; its `type` tells the layout of its `body`.
    doc-ref: libxenlight Domain Image Format, Record Overview
    params:
      - id: is_review
        type: bool
        doc: Whether the records of the draft are of the edition `draft-review`.
        doc-ref: xenstore_migration_draft.ksy
      - id: is_big_endian
        type: bool
        doc: Whether the record is big-endian.
        doc-ref: libxenlight Domain Image Format, Header
    seq:
      - id: type
        type: u4
        valid:
          expr: _ <= 5 or _ == 7 or _ >= 0x8000_0000
        doc: |
          What the record is, see `type_name`. Types from 0x80000000 on are
          optional: those that a reader does not know it skips. Below, it must
          fail.
        doc-ref: libxenlight Domain Image Format, Record Overview
      - id: len_body
        -orig-id: body_length
        type: u4
        valid:
          expr: (type > 1 and type != 4) or _ == 0
        doc: Length of `body`; `END`, `LIBXC_CONTEXT` and `CHECKPOINT_END` have none.
        doc-ref: libxenlight Domain Image Format, Record Overview
      - id: body
        size: len_body
        type:
          switch-on: type_name
          cases:
            record_type::emulator_xenstore_data: emulator_xenstore_data
            record_type::emulator_context: emulator_context
            record_type::domain_xenstore_data: domain_xenstore_data(is_review, is_big_endian)
        doc: What the record says; plain octets if its `type` is not known.
        doc-ref: libxenlight Domain Image Format, Record Overview
      - id: padding
        size: (8 - len_body % 8) % 8
        doc: Fills the record up to a multiple of 8 octets. Written as zero.
        doc-ref: libxenlight Domain Image Format, Record Overview
      - id: libxc
        type: libxc_stream
        if: type_name == record_type::libxc_context
        doc: The stream of libxc that follows a `LIBXC_CONTEXT` in place.
        doc-ref: libxenlight Domain Image Format, LIBXC_CONTEXT
    instances:
      type_name:
        value: type
        enum: record_type
        doc: Name of `type`.
        doc-ref: libxenlight Domain Image Format, Record Overview
    types:
      emulator_xenstore_data:
        doc: The part of the Xenstore that an emulator of the domain works with.
        doc-ref: libxenlight Domain Image Format, EMULATOR_XENSTORE_DATA
        seq:
          - id: emulator_id
            type: u4
            doc: Which emulator it is, see `emulator_name`.
            doc-ref: libxenlight Domain Image Format, Emulator Records
          - id: index
            type: u4
            doc: Index of this emulator for the domain.
            doc-ref: libxenlight Domain Image Format, Emulator Records
          - id: pairs
            type: pair
            repeat: eos
            doc: Keys and their values.
            doc-ref: libxenlight Domain Image Format, EMULATOR_XENSTORE_DATA
        instances:
          emulator_name:
            value: emulator_id
            enum: emulator
            doc: Name of `emulator_id`.
            doc-ref: libxenlight Domain Image Format, Emulator Records
      pair:
        doc: A key and its value.
        doc-ref: libxenlight Domain Image Format, EMULATOR_XENSTORE_DATA
        seq:
          - id: key
            terminator: 0
            doc: Path of a node, relative to that of the domain's device model.
            doc-ref: libxenlight Domain Image Format, EMULATOR_XENSTORE_DATA
          - id: value
            terminator: 0
            doc: Value of the node.
            doc-ref: libxenlight Domain Image Format, EMULATOR_XENSTORE_DATA
      emulator_context:
        doc: State of an emulator of the domain.
        doc-ref: libxenlight Domain Image Format, EMULATOR_CONTEXT
        seq:
          - id: emulator_id
            type: u4
            doc: Which emulator it is, see `emulator_name`.
            doc-ref: libxenlight Domain Image Format, Emulator Records
          - id: index
            type: u4
            doc: Index of this emulator for the domain.
            doc-ref: libxenlight Domain Image Format, Emulator Records
          - id: emulator_ctx
            size-eos: true
            doc: The state, in a format of the emulator's own.
            doc-ref: libxenlight Domain Image Format, EMULATOR_CONTEXT
        instances:
          emulator_name:
            value: emulator_id
            enum: emulator
            doc: Name of `emulator_id`.
            doc-ref: libxenlight Domain Image Format, Emulator Records
      domain_xenstore_data:
        doc: One record of the Xenstore migration draft, and nothing else.
        doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
        params:
          - id: is_review
            type: bool
            doc: Whether the record is of the edition `draft-review`.
            doc-ref: xenstore_migration_draft.ksy
          - id: is_big_endian
            type: bool
            doc: Whether the record is big-endian.
            doc-ref: libxenlight Domain Image Format, Header
        seq:
          - id: record
            type: xenstore_migration_draft::record(is_review, is_big_endian, true, true)
            doc: The record.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
          - id: end_of_record
            size: 0
            valid:
              expr: _io.eof
            doc: Occupies nothing, and holds that nothing follows `record`.
            doc-ref: https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
enums:
  record_type:
    0:
      id: end
      doc: End of the image.
    1:
      id: libxc_context
      doc: A stream of libxc follows.
    2:
      id: emulator_xenstore_data
      doc: An emulator's part of the Xenstore.
    3:
      id: emulator_context
      doc: State of an emulator.
    4:
      id: checkpoint_end
      doc: End of a checkpoint.
    5:
      id: checkpoint_state
      doc: Control information of COLO.
    7:
      id: domain_xenstore_data
      doc: A record of the domain's part of the Xenstore, by the draft.
  emulator:
    0:
      id: unknown
      doc: Unknown, from a legacy image.
    1:
      id: qemu_traditional
      doc: The fork of QEMU that Xen had.
    2:
      id: qemu_upstream
      doc: QEMU.

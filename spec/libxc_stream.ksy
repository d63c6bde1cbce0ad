meta:
  id: libxc_stream
  title: libxenctrl (libxc) domain image
  application: Xen (libxenguest)
  tags:
    - serialization
  license: CC0-1.0
  ks-version: '0.10'
doc: |
  Memory and virtual hardware of a saved domain. Only described as far as it
  takes to step over it, to what follows it in a libxenlight domain image: the
  bodies of its records, gigabytes of guest memory, are left as octets.

  A stream with checkpoints (Remus, COLO) is refused: what stands in it after a
  `CHECKPOINT` are records of the libxenlight image, and a saved domain has none.
doc-ref:
  - https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/docs/specs/libxc-migration-stream.pandoc
seq:
  - id: image_header
    type: image_header
    doc: Identifies the stream, its version and its byte order.
    doc-ref: libxenctrl Domain Image Format, Image Header
  - id: domain
    type: domain(image_header.is_big_endian)
    doc: The domain header and the records.
    doc-ref: libxenctrl Domain Image Format, Overview
types:
  image_header:
    meta:
      endian: be
    doc: Big-endian, whatever the byte order of what follows.
    doc-ref: libxenctrl Domain Image Format, Image Header
    seq:
      - id: marker
        contents: [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
        doc: Tells the stream from one of the legacy format.
        doc-ref: libxenctrl Domain Image Format, Image Header
      - id: id
        contents: XENF
        doc: Magic value, 0x58454e46.
        doc-ref: libxenctrl Domain Image Format, Image Header
      - id: version
        type: u4
        valid:
          min: 2
          max: 3
        doc: Version of the document that the stream complies with.
        doc-ref: libxenctrl Domain Image Format, Image Header
      - id: options
        type: u2
        doc: Bit 0 is the byte order (0 little, 1 big); the others are ignored.
        doc-ref: libxenctrl Domain Image Format, Image Header
      - id: reserved
        size: 6
        doc: Ignored.
        doc-ref: libxenctrl Domain Image Format, Image Header
    instances:
      is_big_endian:
        value: options & 1 == 1
        doc: Whether all that follows the image header is big-endian.
        doc-ref: libxenctrl Domain Image Format, Image Header
  domain:
    meta:
      endian:
        switch-on: is_big_endian
        cases:
          true: be
          false: le
    doc: What follows the image header.
    doc-ref: libxenctrl Domain Image Format, Overview
    params:
      - id: is_big_endian
        type: bool
        doc: Whether it is big-endian.
        doc-ref: libxenctrl Domain Image Format, Image Header
    seq:
      - id: type
        type: u4
        doc: What the domain is, 1 x86 PV, 2 x86 HVM.
        doc-ref: libxenctrl Domain Image Format, Domain Header
      - id: page_shift
        type: u2
        doc: Size of a guest page as a power of two.
        doc-ref: libxenctrl Domain Image Format, Domain Header
      - id: reserved
        size: 2
        doc: Ignored.
        doc-ref: libxenctrl Domain Image Format, Domain Header
      - id: xen_major
        type: u4
        doc: Major version of the Xen that saved the domain.
        doc-ref: libxenctrl Domain Image Format, Domain Header
      - id: xen_minor
        type: u4
        doc: Minor version of the Xen that saved the domain.
        doc-ref: libxenctrl Domain Image Format, Domain Header
      - id: records
        type: record
        repeat: until
        repeat-until: _.type_name == record_type::end
        doc: The records, the last of which is `END`.
        doc-ref: libxenctrl Domain Image Format, Records
    types:
      record:
        -webide-representation: '{type_name}: {len_body:dec} octets'
        doc: One record, of which only the frame is described.
        doc-ref: libxenctrl Domain Image Format, Records
        seq:
          - id: type
            type: u4
            valid:
              expr: _ != 0x0e
            doc: What the record is, see `type_name`.
            doc-ref: libxenctrl Domain Image Format, Records
          - id: len_body
            -orig-id: body_length
            type: u4
            valid:
              expr: type != 0 or _ == 0
            doc: Length of `body`, which is nothing in `END`.
            doc-ref: libxenctrl Domain Image Format, Records
          - id: body
            size: len_body
            doc: What the record says.
            doc-ref: libxenctrl Domain Image Format, Records
          - id: padding
            size: (8 - len_body % 8) % 8
            doc: Fills the record up to a multiple of 8 octets. Ignored.
            doc-ref: libxenctrl Domain Image Format, Records
        instances:
          type_name:
            value: type
            enum: record_type
            doc: Name of `type`.
            doc-ref: libxenctrl Domain Image Format, Records
enums:
  record_type:
    0x00:
      id: end
      doc: End of the stream.
    0x01:
      id: page_data
      doc: Guest memory.
    0x0e:
      id: checkpoint
      doc: End of a checkpoint. Not in a saved domain.

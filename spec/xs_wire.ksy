meta:
  id: xs_wire
  title: Xenstore wire protocol, messages in one direction
  application: Xen (xenstored and its clients)
  tags:
    - protocol
  license: CC0-1.0
  ks-version: '0.10'
doc: |
  What a client of the Xenstore sends, or what it is sent: messages, one after
  the other. A migration stream holds what was under way (`in_data`, `out_data`,
  the draft's `GUEST_RING_DATA`), which may begin or end in the midst of a
  message.
doc-ref:
  - https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/xen/include/public/io/xs_wire.h
  - https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/docs/misc/xenstore.txt
params:
  - id: is_big_endian
    type: bool
    doc: Whether the integers are big-endian, as those of the stream are.
    doc-ref: xs_wire.h, xsd_sockmsg
  - id: len_head
    type: u4
    doc: Length of `head`, 0 where the octets begin with a message.
    doc-ref: Xenstore Migration, CONNECTION_DATA, out-resp-len
seq:
  - id: head
    size: len_head
    doc: End of a message whose beginning is not there.
    doc-ref: Xenstore Migration, CONNECTION_DATA, out-resp-len
  - id: messages
    type: message(is_big_endian)
    repeat: until
    repeat-until: _io.size - _io.pos < 16
    if: _io.size - _io.pos >= 16
    doc: The messages, the last of which may be cut short.
    doc-ref: xs_wire.h, xsd_sockmsg
  - id: tail
    size-eos: true
    doc: Beginning of a message that is cut short within its first 16 octets.
    doc-ref: xs_wire.h, xsd_sockmsg
types:
  message:
    -webide-representation: '{type_name} {req_id}'
    meta:
      endian:
        switch-on: is_big_endian
        cases:
          true: be
          false: le
    doc: A request, its response, or a watch event.
    doc-ref: xs_wire.h, xsd_sockmsg
    params:
      - id: is_big_endian
        type: bool
        doc: Whether the integers are big-endian.
        doc-ref: xs_wire.h, xsd_sockmsg
    seq:
      - id: type
        type: u4
        doc: What the message is, see `type_name`.
        doc-ref: xs_wire.h, xsd_sockmsg_type
      - id: req_id
        type: u4
        doc: The client's number of the request, which the response repeats.
        doc-ref: xs_wire.h, xsd_sockmsg
      - id: tx_id
        type: u4
        doc: The transaction, 0 if there is none.
        doc-ref: xs_wire.h, xsd_sockmsg
      - id: len
        type: u4
        doc: Length of the whole payload.
        doc-ref: xs_wire.h, xsd_sockmsg
      - id: payload
        size: 'len <= _io.size - _io.pos ? len : _io.size - _io.pos'
        doc: As much of the payload as there is.
        doc-ref: docs/misc/xenstore.txt
    instances:
      type_name:
        value: type
        enum: message_type
        doc: Name of `type`.
        doc-ref: xs_wire.h, xsd_sockmsg_type
      is_whole:
        value: payload.size == len
        doc: Whether all of the payload is there.
        doc-ref: xs_wire.h, xsd_sockmsg
enums:
  message_type:
    0:
      id: control
      -orig-id: XS_CONTROL
      doc: Control of the daemon, formerly `DEBUG`.
    1:
      id: directory
      -orig-id: XS_DIRECTORY
      doc: Names of a node's children.
    2:
      id: read
      -orig-id: XS_READ
      doc: Value of a node.
    3:
      id: get_perms
      -orig-id: XS_GET_PERMS
      doc: Permissions of a node.
    4:
      id: watch
      -orig-id: XS_WATCH
      doc: Register a watch.
    5:
      id: unwatch
      -orig-id: XS_UNWATCH
      doc: Remove a watch.
    6:
      id: transaction_start
      -orig-id: XS_TRANSACTION_START
      doc: Start a transaction.
    7:
      id: transaction_end
      -orig-id: XS_TRANSACTION_END
      doc: Commit or abort a transaction.
    8:
      id: introduce
      -orig-id: XS_INTRODUCE
      doc: Introduce a domain.
    9:
      id: release
      -orig-id: XS_RELEASE
      doc: Forget a domain.
    10:
      id: get_domain_path
      -orig-id: XS_GET_DOMAIN_PATH
      doc: Path of a domain's home.
    11:
      id: write
      -orig-id: XS_WRITE
      doc: Set the value of a node.
    12:
      id: mkdir
      -orig-id: XS_MKDIR
      doc: Make a node.
    13:
      id: rm
      -orig-id: XS_RM
      doc: Remove a node and all below it.
    14:
      id: set_perms
      -orig-id: XS_SET_PERMS
      doc: Set the permissions of a node.
    15:
      id: watch_event
      -orig-id: XS_WATCH_EVENT
      doc: A watch has fired.
    16:
      id: error
      -orig-id: XS_ERROR
      doc: The request has failed.
    17:
      id: is_domain_introduced
      -orig-id: XS_IS_DOMAIN_INTRODUCED
      doc: Whether a domain is known.
    18:
      id: resume
      -orig-id: XS_RESUME
      doc: A domain runs again.
    19:
      id: set_target
      -orig-id: XS_SET_TARGET
      doc: Let a domain act for another one.
    21:
      id: reset_watches
      -orig-id: XS_RESET_WATCHES
      doc: Remove all watches of the client.
    22:
      id: directory_part
      -orig-id: XS_DIRECTORY_PART
      doc: Names of a node's children, in parts.
    23:
      id: get_feature
      -orig-id: XS_GET_FEATURE
      doc: Features that a domain sees.
    24:
      id: set_feature
      -orig-id: XS_SET_FEATURE
      doc: Set the features that a domain sees.
    25:
      id: get_quota
      -orig-id: XS_GET_QUOTA
      doc: Quotas.
    26:
      id: set_quota
      -orig-id: XS_SET_QUOTA
      doc: Set a quota.

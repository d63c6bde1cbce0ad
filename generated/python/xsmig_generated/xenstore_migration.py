# This is a generated file! Please edit source .ksy file and use kaitai-struct-compiler to rebuild
# type: ignore

import kaitaistruct
from kaitaistruct import KaitaiStruct, KaitaiStream, BytesIO
from enum import IntEnum


if getattr(kaitaistruct, 'API_VERSION', (0, 9)) < (0, 11):
    raise Exception("Incompatible Kaitai Struct Python API: 0.11 or later is required, but you have %s" % (kaitaistruct.__version__))

class XenstoreMigration(KaitaiStruct):
    """State of a Xen store daemon (`xenstored`): its nodes, the connections of its
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
    
    .. seealso::
       Source - https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/docs/designs/xenstore-migration.md
    
    
    .. seealso::
       Source - https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/tools/xenstored/xenstore_state.h
    """

    class Access(IntEnum):
        both = 98
        none = 110
        read = 114
        write = 119

    class ConnType(IntEnum):
        shared_ring = 0
        socket = 1

    class RecordType(IntEnum):
        end = 0
        global_data = 1
        connection_data = 2
        watch_data = 3
        transaction_data = 4
        node_data = 5
        global_quota_data = 6
        domain_data = 7
        watch_data_extended = 8
    def __init__(self, _io, _parent=None, _root=None):
        super(XenstoreMigration, self).__init__(_io)
        self._parent = _parent
        self._root = _root or self
        self._read()

    def _read(self):
        self.header = XenstoreMigration.Header(self._io, self, self._root)
        self.records = []
        i = 0
        while True:
            _ = XenstoreMigration.Record(self._io, self, self._root)
            self.records.append(_)
            if _.type_name == XenstoreMigration.RecordType.end:
                break
            i += 1
        self.end_of_stream = self._io.read_bytes(0)
        _ = self.end_of_stream
        if not self._io.is_eof():
            raise kaitaistruct.ValidationExprError(self.end_of_stream, self._io, u"/seq/2")


    def _fetch_instances(self):
        pass
        self.header._fetch_instances()
        for i in range(len(self.records)):
            pass
            self.records[i]._fetch_instances()


    class Header(KaitaiStruct):
        """Big-endian, whatever the byte order of the records.
        
        .. seealso::
           Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#header
        """
        def __init__(self, _io, _parent=None, _root=None):
            super(XenstoreMigration.Header, self).__init__(_io)
            self._parent = _parent
            self._root = _root
            self._read()

        def _read(self):
            self.ident = self._io.read_bytes(8)
            if not self.ident == b"\x78\x65\x6E\x73\x74\x6F\x72\x65":
                raise kaitaistruct.ValidationNotEqualError(b"\x78\x65\x6E\x73\x74\x6F\x72\x65", self.ident, self._io, u"/types/header/seq/0")
            self.version = self._io.read_u4be()
            if not self.version >= 1:
                raise kaitaistruct.ValidationLessThanError(1, self.version, self._io, u"/types/header/seq/1")
            if not self.version <= 2:
                raise kaitaistruct.ValidationGreaterThanError(2, self.version, self._io, u"/types/header/seq/1")
            self.flags = self._io.read_u4be()
            if not self.flags <= 1:
                raise kaitaistruct.ValidationGreaterThanError(1, self.flags, self._io, u"/types/header/seq/2")


        def _fetch_instances(self):
            pass

        @property
        def is_big_endian(self):
            """Whether all that follows the header is big-endian.
            
            .. seealso::
               Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#header
            """
            if hasattr(self, '_m_is_big_endian'):
                return self._m_is_big_endian

            self._m_is_big_endian = self.flags & 1 == 1
            return getattr(self, '_m_is_big_endian', None)


    class Record(KaitaiStruct):
        """One record; its `type` tells the layout of its `body`.
        
        .. seealso::
           Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#records
        """
        def __init__(self, _io, _parent=None, _root=None):
            super(XenstoreMigration.Record, self).__init__(_io)
            self._parent = _parent
            self._root = _root
            self._read()

        def _read(self):
            _on = self._root.header.is_big_endian
            if _on == True:
                pass
                self._is_le = False
            elif _on == False:
                pass
                self._is_le = True
            if not hasattr(self, '_is_le'):
                raise kaitaistruct.UndecidedEndiannessError("/types/record")
            elif self._is_le == True:
                self._read_le()
            elif self._is_le == False:
                self._read_be()

        def _read_le(self):
            self.type = self._io.read_u4le()
            _ = self.type
            if not  ((_ != 8) or (self._root.header.version >= 2)) :
                raise kaitaistruct.ValidationExprError(self.type, self._io, u"/types/record/seq/0")
            self.len = self._io.read_u4le()
            _ = self.len
            if not  ((self.type != 0) or (_ == 0)) :
                raise kaitaistruct.ValidationExprError(self.len, self._io, u"/types/record/seq/1")
            _on = self.type_name
            if _on == XenstoreMigration.RecordType.connection_data:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.ConnectionData(_io__raw_body, self, self._root, self._is_le)
            elif _on == XenstoreMigration.RecordType.domain_data:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.DomainData(_io__raw_body, self, self._root, self._is_le)
            elif _on == XenstoreMigration.RecordType.global_data:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.GlobalData(_io__raw_body, self, self._root, self._is_le)
            elif _on == XenstoreMigration.RecordType.global_quota_data:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.GlobalQuotaData(_io__raw_body, self, self._root, self._is_le)
            elif _on == XenstoreMigration.RecordType.node_data:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.NodeData(_io__raw_body, self, self._root, self._is_le)
            elif _on == XenstoreMigration.RecordType.transaction_data:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.TransactionData(_io__raw_body, self, self._root, self._is_le)
            elif _on == XenstoreMigration.RecordType.watch_data:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.WatchData(_io__raw_body, self, self._root, self._is_le)
            elif _on == XenstoreMigration.RecordType.watch_data_extended:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.WatchDataExtended(_io__raw_body, self, self._root, self._is_le)
            else:
                pass
                self.body = self._io.read_bytes(self.len)
            self.padding = self._io.read_bytes((8 - self.len % 8) % 8)

        def _read_be(self):
            self.type = self._io.read_u4be()
            _ = self.type
            if not  ((_ != 8) or (self._root.header.version >= 2)) :
                raise kaitaistruct.ValidationExprError(self.type, self._io, u"/types/record/seq/0")
            self.len = self._io.read_u4be()
            _ = self.len
            if not  ((self.type != 0) or (_ == 0)) :
                raise kaitaistruct.ValidationExprError(self.len, self._io, u"/types/record/seq/1")
            _on = self.type_name
            if _on == XenstoreMigration.RecordType.connection_data:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.ConnectionData(_io__raw_body, self, self._root, self._is_le)
            elif _on == XenstoreMigration.RecordType.domain_data:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.DomainData(_io__raw_body, self, self._root, self._is_le)
            elif _on == XenstoreMigration.RecordType.global_data:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.GlobalData(_io__raw_body, self, self._root, self._is_le)
            elif _on == XenstoreMigration.RecordType.global_quota_data:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.GlobalQuotaData(_io__raw_body, self, self._root, self._is_le)
            elif _on == XenstoreMigration.RecordType.node_data:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.NodeData(_io__raw_body, self, self._root, self._is_le)
            elif _on == XenstoreMigration.RecordType.transaction_data:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.TransactionData(_io__raw_body, self, self._root, self._is_le)
            elif _on == XenstoreMigration.RecordType.watch_data:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.WatchData(_io__raw_body, self, self._root, self._is_le)
            elif _on == XenstoreMigration.RecordType.watch_data_extended:
                pass
                self._raw_body = self._io.read_bytes(self.len)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = XenstoreMigration.Record.WatchDataExtended(_io__raw_body, self, self._root, self._is_le)
            else:
                pass
                self.body = self._io.read_bytes(self.len)
            self.padding = self._io.read_bytes((8 - self.len % 8) % 8)


        def _fetch_instances(self):
            pass
            _on = self.type_name
            if _on == XenstoreMigration.RecordType.connection_data:
                pass
                self.body._fetch_instances()
            elif _on == XenstoreMigration.RecordType.domain_data:
                pass
                self.body._fetch_instances()
            elif _on == XenstoreMigration.RecordType.global_data:
                pass
                self.body._fetch_instances()
            elif _on == XenstoreMigration.RecordType.global_quota_data:
                pass
                self.body._fetch_instances()
            elif _on == XenstoreMigration.RecordType.node_data:
                pass
                self.body._fetch_instances()
            elif _on == XenstoreMigration.RecordType.transaction_data:
                pass
                self.body._fetch_instances()
            elif _on == XenstoreMigration.RecordType.watch_data:
                pass
                self.body._fetch_instances()
            elif _on == XenstoreMigration.RecordType.watch_data_extended:
                pass
                self.body._fetch_instances()
            else:
                pass

        class ConnectionData(KaitaiStruct):
            """A client's connection: all of them in a live update, the one of the
            migrated domain in a migration.
            
            .. seealso::
               Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigration.Record.ConnectionData, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/connection_data")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.conn_id = self._io.read_u4le()
                if not self.conn_id >= 1:
                    raise kaitaistruct.ValidationLessThanError(1, self.conn_id, self._io, u"/types/record/types/connection_data/seq/0")
                self.conn_type = self._io.read_u2le()
                self.fields = self._io.read_u2le()
                _on = self.conn_type_name
                if _on == XenstoreMigration.ConnType.shared_ring:
                    pass
                    self._raw_conn_spec = self._io.read_bytes(8)
                    _io__raw_conn_spec = KaitaiStream(BytesIO(self._raw_conn_spec))
                    self.conn_spec = XenstoreMigration.Record.RingSpec(_io__raw_conn_spec, self, self._root, self._is_le)
                elif _on == XenstoreMigration.ConnType.socket:
                    pass
                    self._raw_conn_spec = self._io.read_bytes(8)
                    _io__raw_conn_spec = KaitaiStream(BytesIO(self._raw_conn_spec))
                    self.conn_spec = XenstoreMigration.Record.SocketSpec(_io__raw_conn_spec, self, self._root, self._is_le)
                else:
                    pass
                    self.conn_spec = self._io.read_bytes(8)
                self.len_in_data = self._io.read_u2le()
                self.out_resp_len = self._io.read_u2le()
                self.len_out_data = self._io.read_u4le()
                _ = self.len_out_data
                if not _ >= self.out_resp_len:
                    raise kaitaistruct.ValidationExprError(self.len_out_data, self._io, u"/types/record/types/connection_data/seq/6")
                self.in_data = self._io.read_bytes(self.len_in_data)
                self.out_data = self._io.read_bytes(self.len_out_data)
                if self.fields & 1 != 0:
                    pass
                    self.unique_id_padding = self._io.read_bytes((8 - self._io.pos() % 8) % 8)

                if self.fields & 1 != 0:
                    pass
                    self.unique_id = self._io.read_u8le()

                self.rest = self._io.read_bytes_full()

            def _read_be(self):
                self.conn_id = self._io.read_u4be()
                if not self.conn_id >= 1:
                    raise kaitaistruct.ValidationLessThanError(1, self.conn_id, self._io, u"/types/record/types/connection_data/seq/0")
                self.conn_type = self._io.read_u2be()
                self.fields = self._io.read_u2be()
                _on = self.conn_type_name
                if _on == XenstoreMigration.ConnType.shared_ring:
                    pass
                    self._raw_conn_spec = self._io.read_bytes(8)
                    _io__raw_conn_spec = KaitaiStream(BytesIO(self._raw_conn_spec))
                    self.conn_spec = XenstoreMigration.Record.RingSpec(_io__raw_conn_spec, self, self._root, self._is_le)
                elif _on == XenstoreMigration.ConnType.socket:
                    pass
                    self._raw_conn_spec = self._io.read_bytes(8)
                    _io__raw_conn_spec = KaitaiStream(BytesIO(self._raw_conn_spec))
                    self.conn_spec = XenstoreMigration.Record.SocketSpec(_io__raw_conn_spec, self, self._root, self._is_le)
                else:
                    pass
                    self.conn_spec = self._io.read_bytes(8)
                self.len_in_data = self._io.read_u2be()
                self.out_resp_len = self._io.read_u2be()
                self.len_out_data = self._io.read_u4be()
                _ = self.len_out_data
                if not _ >= self.out_resp_len:
                    raise kaitaistruct.ValidationExprError(self.len_out_data, self._io, u"/types/record/types/connection_data/seq/6")
                self.in_data = self._io.read_bytes(self.len_in_data)
                self.out_data = self._io.read_bytes(self.len_out_data)
                if self.fields & 1 != 0:
                    pass
                    self.unique_id_padding = self._io.read_bytes((8 - self._io.pos() % 8) % 8)

                if self.fields & 1 != 0:
                    pass
                    self.unique_id = self._io.read_u8be()

                self.rest = self._io.read_bytes_full()


            def _fetch_instances(self):
                pass
                _on = self.conn_type_name
                if _on == XenstoreMigration.ConnType.shared_ring:
                    pass
                    self.conn_spec._fetch_instances()
                elif _on == XenstoreMigration.ConnType.socket:
                    pass
                    self.conn_spec._fetch_instances()
                else:
                    pass
                if self.fields & 1 != 0:
                    pass

                if self.fields & 1 != 0:
                    pass


            @property
            def conn_type_name(self):
                """Name of `conn_type`.
                
                .. seealso::
                   Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
                """
                if hasattr(self, '_m_conn_type_name'):
                    return self._m_conn_type_name

                self._m_conn_type_name = KaitaiStream.resolve_enum(XenstoreMigration.ConnType, self.conn_type)
                return getattr(self, '_m_conn_type_name', None)


        class DomainData(KaitaiStruct):
            """Quotas and features of one domain; at most one record a domain.
            
            .. seealso::
               Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#domain_data
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigration.Record.DomainData, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/domain_data")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.domain_id = self._io.read_u2le()
                self.num_quota_vals = self._io.read_u2le()
                self.features = self._io.read_u4le()
                self.quota_vals = []
                for i in range(self.num_quota_vals):
                    self.quota_vals.append(self._io.read_u4le())

                self.quota_names = []
                for i in range(len(self.quota_vals)):
                    self.quota_names.append(self._io.read_bytes_term(0, False, True, True))

                self.rest = self._io.read_bytes_full()

            def _read_be(self):
                self.domain_id = self._io.read_u2be()
                self.num_quota_vals = self._io.read_u2be()
                self.features = self._io.read_u4be()
                self.quota_vals = []
                for i in range(self.num_quota_vals):
                    self.quota_vals.append(self._io.read_u4be())

                self.quota_names = []
                for i in range(len(self.quota_vals)):
                    self.quota_names.append(self._io.read_bytes_term(0, False, True, True))

                self.rest = self._io.read_bytes_full()


            def _fetch_instances(self):
                pass
                for i in range(len(self.quota_vals)):
                    pass

                for i in range(len(self.quota_names)):
                    pass



        class GlobalData(KaitaiStruct):
            """State of the daemon itself. Only relevant for live update.
            
            .. seealso::
               Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#global_data
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigration.Record.GlobalData, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/global_data")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.rw_socket_fd = self._io.read_s4le()
                self.evtchn_fd = self._io.read_s4le()
                self.rest = self._io.read_bytes_full()

            def _read_be(self):
                self.rw_socket_fd = self._io.read_s4be()
                self.evtchn_fd = self._io.read_s4be()
                self.rest = self._io.read_bytes_full()


            def _fetch_instances(self):
                pass


        class GlobalQuotaData(KaitaiStruct):
            """Quotas of the whole store. Only relevant for live update.
            
            .. seealso::
               Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#global_quota_data
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigration.Record.GlobalQuotaData, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/global_quota_data")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.num_dom_quota_vals = self._io.read_u2le()
                self.num_glob_quota_vals = self._io.read_u2le()
                self.dom_quota_vals = []
                for i in range(self.num_dom_quota_vals):
                    self.dom_quota_vals.append(self._io.read_u4le())

                self.glob_quota_vals = []
                for i in range(self.num_glob_quota_vals):
                    self.glob_quota_vals.append(self._io.read_u4le())

                self.dom_quota_names = []
                for i in range(len(self.dom_quota_vals)):
                    self.dom_quota_names.append(self._io.read_bytes_term(0, False, True, True))

                self.glob_quota_names = []
                for i in range(len(self.glob_quota_vals)):
                    self.glob_quota_names.append(self._io.read_bytes_term(0, False, True, True))

                self.rest = self._io.read_bytes_full()

            def _read_be(self):
                self.num_dom_quota_vals = self._io.read_u2be()
                self.num_glob_quota_vals = self._io.read_u2be()
                self.dom_quota_vals = []
                for i in range(self.num_dom_quota_vals):
                    self.dom_quota_vals.append(self._io.read_u4be())

                self.glob_quota_vals = []
                for i in range(self.num_glob_quota_vals):
                    self.glob_quota_vals.append(self._io.read_u4be())

                self.dom_quota_names = []
                for i in range(len(self.dom_quota_vals)):
                    self.dom_quota_names.append(self._io.read_bytes_term(0, False, True, True))

                self.glob_quota_names = []
                for i in range(len(self.glob_quota_vals)):
                    self.glob_quota_names.append(self._io.read_bytes_term(0, False, True, True))

                self.rest = self._io.read_bytes_full()


            def _fetch_instances(self):
                pass
                for i in range(len(self.dom_quota_vals)):
                    pass

                for i in range(len(self.glob_quota_vals)):
                    pass

                for i in range(len(self.dom_quota_names)):
                    pass

                for i in range(len(self.glob_quota_names)):
                    pass



        class NodeData(KaitaiStruct):
            """A node of the store, either committed (`conn_id` is 0) or pending in
            a transaction.
            
            .. seealso::
               Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigration.Record.NodeData, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/node_data")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.conn_id = self._io.read_u4le()
                self.tx_id = self._io.read_u4le()
                self.len_path = self._io.read_u2le()
                self.len_value = self._io.read_u2le()
                self.access = self._io.read_u2le()
                self.num_perms = self._io.read_u2le()
                self.perms = []
                for i in range(self.num_perms):
                    self.perms.append(XenstoreMigration.Record.Permission(self._io, self, self._root, self._is_le))

                self.path = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_path), 0, False)
                _ = self.path
                if not len(_) + 1 == self.len_path:
                    raise kaitaistruct.ValidationExprError(self.path, self._io, u"/types/record/types/node_data/seq/7")
                self.value = self._io.read_bytes(self.len_value)
                self.rest = self._io.read_bytes_full()

            def _read_be(self):
                self.conn_id = self._io.read_u4be()
                self.tx_id = self._io.read_u4be()
                self.len_path = self._io.read_u2be()
                self.len_value = self._io.read_u2be()
                self.access = self._io.read_u2be()
                self.num_perms = self._io.read_u2be()
                self.perms = []
                for i in range(self.num_perms):
                    self.perms.append(XenstoreMigration.Record.Permission(self._io, self, self._root, self._is_le))

                self.path = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_path), 0, False)
                _ = self.path
                if not len(_) + 1 == self.len_path:
                    raise kaitaistruct.ValidationExprError(self.path, self._io, u"/types/record/types/node_data/seq/7")
                self.value = self._io.read_bytes(self.len_value)
                self.rest = self._io.read_bytes_full()


            def _fetch_instances(self):
                pass
                for i in range(len(self.perms)):
                    pass
                    self.perms[i]._fetch_instances()



        class Permission(KaitaiStruct):
            """A node permission specifier.
            
            .. seealso::
               Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigration.Record.Permission, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/permission")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.perm = self._io.read_u1()
                if not  ((self.perm == 119) or (self.perm == 114) or (self.perm == 98) or (self.perm == 110)) :
                    raise kaitaistruct.ValidationNotAnyOfError(self.perm, self._io, u"/types/record/types/permission/seq/0")
                self.flags = self._io.read_u1()
                self.domid = self._io.read_u2le()

            def _read_be(self):
                self.perm = self._io.read_u1()
                if not  ((self.perm == 119) or (self.perm == 114) or (self.perm == 98) or (self.perm == 110)) :
                    raise kaitaistruct.ValidationNotAnyOfError(self.perm, self._io, u"/types/record/types/permission/seq/0")
                self.flags = self._io.read_u1()
                self.domid = self._io.read_u2be()


            def _fetch_instances(self):
                pass

            @property
            def perm_name(self):
                """Name of `perm`.
                
                .. seealso::
                   Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#node_data
                """
                if hasattr(self, '_m_perm_name'):
                    return self._m_perm_name

                self._m_perm_name = KaitaiStream.resolve_enum(XenstoreMigration.Access, self.perm)
                return getattr(self, '_m_perm_name', None)


        class RingSpec(KaitaiStruct):
            """The `conn_spec` of a shared ring.
            
            .. seealso::
               Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigration.Record.RingSpec, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/ring_spec")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.domid = self._io.read_u2le()
                self.tdomid = self._io.read_u2le()
                self.evtchn = self._io.read_u4le()

            def _read_be(self):
                self.domid = self._io.read_u2be()
                self.tdomid = self._io.read_u2be()
                self.evtchn = self._io.read_u4be()


            def _fetch_instances(self):
                pass


        class SocketSpec(KaitaiStruct):
            """The `conn_spec` of a socket. Only relevant for live update.
            
            .. seealso::
               Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#connection_data
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigration.Record.SocketSpec, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/socket_spec")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.socket_fd = self._io.read_s4le()
                self.pad = self._io.read_bytes(4)

            def _read_be(self):
                self.socket_fd = self._io.read_s4be()
                self.pad = self._io.read_bytes(4)


            def _fetch_instances(self):
                pass


        class TransactionData(KaitaiStruct):
            """A transaction that is pending on a connection.
            
            .. seealso::
               Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#transaction_data
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigration.Record.TransactionData, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/transaction_data")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.conn_id = self._io.read_u4le()
                self.tx_id = self._io.read_u4le()
                self.rest = self._io.read_bytes_full()

            def _read_be(self):
                self.conn_id = self._io.read_u4be()
                self.tx_id = self._io.read_u4be()
                self.rest = self._io.read_bytes_full()


            def _fetch_instances(self):
                pass


        class WatchData(KaitaiStruct):
            """A watch that a connection has registered.
            
            .. seealso::
               Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigration.Record.WatchData, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/watch_data")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.conn_id = self._io.read_u4le()
                self.len_wpath = self._io.read_u2le()
                self.len_token = self._io.read_u2le()
                self.wpath = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_wpath), 0, False)
                _ = self.wpath
                if not len(_) + 1 == self.len_wpath:
                    raise kaitaistruct.ValidationExprError(self.wpath, self._io, u"/types/record/types/watch_data/seq/3")
                self.token = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_token), 0, False)
                _ = self.token
                if not len(_) + 1 == self.len_token:
                    raise kaitaistruct.ValidationExprError(self.token, self._io, u"/types/record/types/watch_data/seq/4")
                self.rest = self._io.read_bytes_full()

            def _read_be(self):
                self.conn_id = self._io.read_u4be()
                self.len_wpath = self._io.read_u2be()
                self.len_token = self._io.read_u2be()
                self.wpath = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_wpath), 0, False)
                _ = self.wpath
                if not len(_) + 1 == self.len_wpath:
                    raise kaitaistruct.ValidationExprError(self.wpath, self._io, u"/types/record/types/watch_data/seq/3")
                self.token = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_token), 0, False)
                _ = self.token
                if not len(_) + 1 == self.len_token:
                    raise kaitaistruct.ValidationExprError(self.token, self._io, u"/types/record/types/watch_data/seq/4")
                self.rest = self._io.read_bytes_full()


            def _fetch_instances(self):
                pass


        class WatchDataExtended(KaitaiStruct):
            """A watch with a depth. Valid from version 2 on.
            
            .. seealso::
               Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#watch_data_extended
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigration.Record.WatchDataExtended, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/watch_data_extended")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.conn_id = self._io.read_u4le()
                self.len_wpath = self._io.read_u2le()
                self.len_token = self._io.read_u2le()
                self.depth = self._io.read_u2le()
                self.pad = self._io.read_bytes(2)
                self.wpath = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_wpath), 0, False)
                _ = self.wpath
                if not len(_) + 1 == self.len_wpath:
                    raise kaitaistruct.ValidationExprError(self.wpath, self._io, u"/types/record/types/watch_data_extended/seq/5")
                self.token = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_token), 0, False)
                _ = self.token
                if not len(_) + 1 == self.len_token:
                    raise kaitaistruct.ValidationExprError(self.token, self._io, u"/types/record/types/watch_data_extended/seq/6")
                self.rest = self._io.read_bytes_full()

            def _read_be(self):
                self.conn_id = self._io.read_u4be()
                self.len_wpath = self._io.read_u2be()
                self.len_token = self._io.read_u2be()
                self.depth = self._io.read_u2be()
                self.pad = self._io.read_bytes(2)
                self.wpath = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_wpath), 0, False)
                _ = self.wpath
                if not len(_) + 1 == self.len_wpath:
                    raise kaitaistruct.ValidationExprError(self.wpath, self._io, u"/types/record/types/watch_data_extended/seq/5")
                self.token = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_token), 0, False)
                _ = self.token
                if not len(_) + 1 == self.len_token:
                    raise kaitaistruct.ValidationExprError(self.token, self._io, u"/types/record/types/watch_data_extended/seq/6")
                self.rest = self._io.read_bytes_full()


            def _fetch_instances(self):
                pass


        @property
        def type_name(self):
            """Name of `type`.
            
            .. seealso::
               Source - https://xenbits.xen.org/docs/unstable/designs/xenstore-migration.html#records
            """
            if hasattr(self, '_m_type_name'):
                return self._m_type_name

            self._m_type_name = KaitaiStream.resolve_enum(XenstoreMigration.RecordType, self.type)
            return getattr(self, '_m_type_name', None)




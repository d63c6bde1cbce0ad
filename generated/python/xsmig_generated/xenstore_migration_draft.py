# This is a generated file! Please edit source .ksy file and use kaitai-struct-compiler to rebuild
# type: ignore

import kaitaistruct
from kaitaistruct import KaitaiStruct, KaitaiStream, BytesIO
from enum import IntEnum


if getattr(kaitaistruct, 'API_VERSION', (0, 9)) < (0, 11):
    raise Exception("Incompatible Kaitai Struct Python API: 0.11 or later is required, but you have %s" % (kaitaistruct.__version__))

class XenstoreMigrationDraft(KaitaiStruct):
    """State of a Xen store daemon as the design document had it before its first
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
    
    .. seealso::
       Source - https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
    
    
    .. seealso::
       xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update
    
    
    .. seealso::
       xen-devel, April 2020, reply to that patch by its reviewer
    """

    class Access(IntEnum):
        both = 98
        none = 110
        read = 114
        write = 119

    class RecordType(IntEnum):
        node_data = 1
        watch_data = 2
        transaction_data = 3
        transaction_node_data = 4
        guest_ring_data = 5
        domain_start = 6
    def __init__(self, is_review, _io, _parent=None, _root=None):
        super(XenstoreMigrationDraft, self).__init__(_io)
        self._parent = _parent
        self._root = _root or self
        self.is_review = is_review
        self._read()

    def _read(self):
        self.first_records = []
        i = 0
        while True:
            _ = XenstoreMigrationDraft.Record(self.is_review, self.is_big_endian, False, False, self._io, self, self._root)
            self.first_records.append(_)
            if  ((_.type_name != XenstoreMigrationDraft.RecordType.node_data) or (self._io.is_eof())) :
                break
            i += 1
        self.records = []
        i = 0
        while not self._io.is_eof():
            self.records.append(XenstoreMigrationDraft.Record(self.is_review, self.is_big_endian, True, False, self._io, self, self._root))
            i += 1



    def _fetch_instances(self):
        pass
        for i in range(len(self.first_records)):
            pass
            self.first_records[i]._fetch_instances()

        for i in range(len(self.records)):
            pass
            self.records[i]._fetch_instances()

        _ = self.first_octet
        if hasattr(self, '_m_first_octet'):
            pass


    class Record(KaitaiStruct):
        """One record; its `type` tells the layout of its `body`.
        
        .. seealso::
           Source - https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
        """
        def __init__(self, is_review, is_big_endian, has_domain, is_in_image, _io, _parent=None, _root=None):
            super(XenstoreMigrationDraft.Record, self).__init__(_io)
            self._parent = _parent
            self._root = _root
            self.is_review = is_review
            self.is_big_endian = is_big_endian
            self.has_domain = has_domain
            self.is_in_image = is_in_image
            self._read()

        def _read(self):
            _on = self.is_big_endian
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
            if not  ((_ == 1) or ( ((_ == 6) and ((not (self.is_in_image)))) ) or ( ((_ >= 2) and (_ <= 5) and (self.has_domain)) )) :
                raise kaitaistruct.ValidationExprError(self.type, self._io, u"/types/record/seq/0")
            _on = self.type_name
            if _on == XenstoreMigrationDraft.RecordType.domain_start:
                pass
                self.body = XenstoreMigrationDraft.Record.DomainStart(self.is_review, self._io, self, self._root, self._is_le)
            elif _on == XenstoreMigrationDraft.RecordType.guest_ring_data:
                pass
                self.body = XenstoreMigrationDraft.Record.GuestRingData(self._io, self, self._root, self._is_le)
            elif _on == XenstoreMigrationDraft.RecordType.node_data:
                pass
                self.body = XenstoreMigrationDraft.Record.NodeData(self._io, self, self._root, self._is_le)
            elif _on == XenstoreMigrationDraft.RecordType.transaction_data:
                pass
                self.body = XenstoreMigrationDraft.Record.TransactionData(self.is_review, self._io, self, self._root, self._is_le)
            elif _on == XenstoreMigrationDraft.RecordType.transaction_node_data:
                pass
                self.body = XenstoreMigrationDraft.Record.TransactionNodeData(self._io, self, self._root, self._is_le)
            elif _on == XenstoreMigrationDraft.RecordType.watch_data:
                pass
                self.body = XenstoreMigrationDraft.Record.WatchData(self._io, self, self._root, self._is_le)

        def _read_be(self):
            self.type = self._io.read_u4be()
            _ = self.type
            if not  ((_ == 1) or ( ((_ == 6) and ((not (self.is_in_image)))) ) or ( ((_ >= 2) and (_ <= 5) and (self.has_domain)) )) :
                raise kaitaistruct.ValidationExprError(self.type, self._io, u"/types/record/seq/0")
            _on = self.type_name
            if _on == XenstoreMigrationDraft.RecordType.domain_start:
                pass
                self.body = XenstoreMigrationDraft.Record.DomainStart(self.is_review, self._io, self, self._root, self._is_le)
            elif _on == XenstoreMigrationDraft.RecordType.guest_ring_data:
                pass
                self.body = XenstoreMigrationDraft.Record.GuestRingData(self._io, self, self._root, self._is_le)
            elif _on == XenstoreMigrationDraft.RecordType.node_data:
                pass
                self.body = XenstoreMigrationDraft.Record.NodeData(self._io, self, self._root, self._is_le)
            elif _on == XenstoreMigrationDraft.RecordType.transaction_data:
                pass
                self.body = XenstoreMigrationDraft.Record.TransactionData(self.is_review, self._io, self, self._root, self._is_le)
            elif _on == XenstoreMigrationDraft.RecordType.transaction_node_data:
                pass
                self.body = XenstoreMigrationDraft.Record.TransactionNodeData(self._io, self, self._root, self._is_le)
            elif _on == XenstoreMigrationDraft.RecordType.watch_data:
                pass
                self.body = XenstoreMigrationDraft.Record.WatchData(self._io, self, self._root, self._is_le)


        def _fetch_instances(self):
            pass
            _on = self.type_name
            if _on == XenstoreMigrationDraft.RecordType.domain_start:
                pass
                self.body._fetch_instances()
            elif _on == XenstoreMigrationDraft.RecordType.guest_ring_data:
                pass
                self.body._fetch_instances()
            elif _on == XenstoreMigrationDraft.RecordType.node_data:
                pass
                self.body._fetch_instances()
            elif _on == XenstoreMigrationDraft.RecordType.transaction_data:
                pass
                self.body._fetch_instances()
            elif _on == XenstoreMigrationDraft.RecordType.transaction_node_data:
                pass
                self.body._fetch_instances()
            elif _on == XenstoreMigrationDraft.RecordType.watch_data:
                pass
                self.body._fetch_instances()

        class DomainStart(KaitaiStruct):
            """Names the domain that the records after it belong to, nodes excepted.
            
            .. seealso::
               xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update
            """
            def __init__(self, is_review, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigrationDraft.Record.DomainStart, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self.is_review = is_review
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/domain_start")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.domid = self._io.read_u2le()
                self.pad = self._io.read_bytes(2)
                if self.is_review:
                    pass
                    self.remote_port = self._io.read_u4le()

                if self.is_review:
                    pass
                    self.mfn = self._io.read_u8le()


            def _read_be(self):
                self.domid = self._io.read_u2be()
                self.pad = self._io.read_bytes(2)
                if self.is_review:
                    pass
                    self.remote_port = self._io.read_u4be()

                if self.is_review:
                    pass
                    self.mfn = self._io.read_u8be()



            def _fetch_instances(self):
                pass
                if self.is_review:
                    pass

                if self.is_review:
                    pass



        class GuestRingData(KaitaiStruct):
            """Octets that wait to be written to the domain's ring.
            
            .. seealso::
               xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigrationDraft.Record.GuestRingData, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/guest_ring_data")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.len_value = self._io.read_u4le()
                self.value = self._io.read_bytes(self.len_value)
                self.value_padding = self._io.read_bytes((4 - self.len_value % 4) % 4)

            def _read_be(self):
                self.len_value = self._io.read_u4be()
                self.value = self._io.read_bytes(self.len_value)
                self.value_padding = self._io.read_bytes((4 - self.len_value % 4) % 4)


            def _fetch_instances(self):
                pass


        class NodeData(KaitaiStruct):
            """A committed node of the store.
            
            .. seealso::
               Source - https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigrationDraft.Record.NodeData, self).__init__(_io)
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
                self.len_path = self._io.read_u4le()
                self.path = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_path), 0, False)
                _ = self.path
                if not len(_) == self.len_path:
                    raise kaitaistruct.ValidationExprError(self.path, self._io, u"/types/record/types/node_data/seq/1")
                self.path_padding = self._io.read_bytes((4 - self.len_path % 4) % 4)
                self.num_perms = self._io.read_u4le()
                self.perms = []
                for i in range(self.num_perms):
                    self.perms.append(XenstoreMigrationDraft.Record.Permission(self._io, self, self._root, self._is_le))

                self.len_value = self._io.read_u4le()
                self.value = self._io.read_bytes(self.len_value)
                self.value_padding = self._io.read_bytes((4 - self.len_value % 4) % 4)

            def _read_be(self):
                self.len_path = self._io.read_u4be()
                self.path = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_path), 0, False)
                _ = self.path
                if not len(_) == self.len_path:
                    raise kaitaistruct.ValidationExprError(self.path, self._io, u"/types/record/types/node_data/seq/1")
                self.path_padding = self._io.read_bytes((4 - self.len_path % 4) % 4)
                self.num_perms = self._io.read_u4be()
                self.perms = []
                for i in range(self.num_perms):
                    self.perms.append(XenstoreMigrationDraft.Record.Permission(self._io, self, self._root, self._is_le))

                self.len_value = self._io.read_u4be()
                self.value = self._io.read_bytes(self.len_value)
                self.value_padding = self._io.read_bytes((4 - self.len_value % 4) % 4)


            def _fetch_instances(self):
                pass
                for i in range(len(self.perms)):
                    pass
                    self.perms[i]._fetch_instances()



        class Permission(KaitaiStruct):
            """Access of one domain to a node.
            
            .. seealso::
               Source - https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigrationDraft.Record.Permission, self).__init__(_io)
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
                self.pad = self._io.read_bytes(1)
                self.domid = self._io.read_u2le()

            def _read_be(self):
                self.perm = self._io.read_u1()
                if not  ((self.perm == 119) or (self.perm == 114) or (self.perm == 98) or (self.perm == 110)) :
                    raise kaitaistruct.ValidationNotAnyOfError(self.perm, self._io, u"/types/record/types/permission/seq/0")
                self.pad = self._io.read_bytes(1)
                self.domid = self._io.read_u2be()


            def _fetch_instances(self):
                pass

            @property
            def perm_name(self):
                """Name of `perm`.
                
                .. seealso::
                   Source - https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
                """
                if hasattr(self, '_m_perm_name'):
                    return self._m_perm_name

                self._m_perm_name = KaitaiStream.resolve_enum(XenstoreMigrationDraft.Access, self.perm)
                return getattr(self, '_m_perm_name', None)


        class TransactionData(KaitaiStruct):
            """A transaction that the domain has open.
            
            .. seealso::
               Source - https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
            """
            def __init__(self, is_review, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigrationDraft.Record.TransactionData, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self.is_review = is_review
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/transaction_data")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.tx_id = self._io.read_u4le()
                if not self.tx_id >= 1:
                    raise kaitaistruct.ValidationLessThanError(1, self.tx_id, self._io, u"/types/record/types/transaction_data/seq/0")
                if self.is_review:
                    pass
                    self.op_count = self._io.read_u4le()


            def _read_be(self):
                self.tx_id = self._io.read_u4be()
                if not self.tx_id >= 1:
                    raise kaitaistruct.ValidationLessThanError(1, self.tx_id, self._io, u"/types/record/types/transaction_data/seq/0")
                if self.is_review:
                    pass
                    self.op_count = self._io.read_u4be()



            def _fetch_instances(self):
                pass
                if self.is_review:
                    pass



        class TransactionNodeData(KaitaiStruct):
            """A node as a transaction of the domain sees it.
            
            .. seealso::
               xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigrationDraft.Record.TransactionNodeData, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/transaction_node_data")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.tx_id = self._io.read_u4le()
                if not self.tx_id >= 1:
                    raise kaitaistruct.ValidationLessThanError(1, self.tx_id, self._io, u"/types/record/types/transaction_node_data/seq/0")
                self.len_path = self._io.read_u4le()
                self.path = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_path), 0, False)
                _ = self.path
                if not len(_) == self.len_path:
                    raise kaitaistruct.ValidationExprError(self.path, self._io, u"/types/record/types/transaction_node_data/seq/2")
                self.path_padding = self._io.read_bytes((4 - self.len_path % 4) % 4)
                self.num_perms = self._io.read_u4le()
                self.perms = []
                for i in range(self.num_perms):
                    self.perms.append(XenstoreMigrationDraft.Record.Permission(self._io, self, self._root, self._is_le))

                self.len_value = self._io.read_u4le()
                self.value = self._io.read_bytes(self.len_value)
                self.value_padding = self._io.read_bytes((4 - self.len_value % 4) % 4)

            def _read_be(self):
                self.tx_id = self._io.read_u4be()
                if not self.tx_id >= 1:
                    raise kaitaistruct.ValidationLessThanError(1, self.tx_id, self._io, u"/types/record/types/transaction_node_data/seq/0")
                self.len_path = self._io.read_u4be()
                self.path = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_path), 0, False)
                _ = self.path
                if not len(_) == self.len_path:
                    raise kaitaistruct.ValidationExprError(self.path, self._io, u"/types/record/types/transaction_node_data/seq/2")
                self.path_padding = self._io.read_bytes((4 - self.len_path % 4) % 4)
                self.num_perms = self._io.read_u4be()
                self.perms = []
                for i in range(self.num_perms):
                    self.perms.append(XenstoreMigrationDraft.Record.Permission(self._io, self, self._root, self._is_le))

                self.len_value = self._io.read_u4be()
                self.value = self._io.read_bytes(self.len_value)
                self.value_padding = self._io.read_bytes((4 - self.len_value % 4) % 4)


            def _fetch_instances(self):
                pass
                for i in range(len(self.perms)):
                    pass
                    self.perms[i]._fetch_instances()



        class WatchData(KaitaiStruct):
            """A watch that the domain has registered.
            
            .. seealso::
               Source - https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(XenstoreMigrationDraft.Record.WatchData, self).__init__(_io)
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
                self.len_wpath = self._io.read_u4le()
                self.wpath = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_wpath), 0, False)
                _ = self.wpath
                if not len(_) == self.len_wpath:
                    raise kaitaistruct.ValidationExprError(self.wpath, self._io, u"/types/record/types/watch_data/seq/1")
                self.wpath_padding = self._io.read_bytes((4 - self.len_wpath % 4) % 4)
                self.len_token = self._io.read_u4le()
                self.token = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_token), 0, False)
                _ = self.token
                if not len(_) == self.len_token:
                    raise kaitaistruct.ValidationExprError(self.token, self._io, u"/types/record/types/watch_data/seq/4")
                self.token_padding = self._io.read_bytes((4 - self.len_token % 4) % 4)

            def _read_be(self):
                self.len_wpath = self._io.read_u4be()
                self.wpath = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_wpath), 0, False)
                _ = self.wpath
                if not len(_) == self.len_wpath:
                    raise kaitaistruct.ValidationExprError(self.wpath, self._io, u"/types/record/types/watch_data/seq/1")
                self.wpath_padding = self._io.read_bytes((4 - self.len_wpath % 4) % 4)
                self.len_token = self._io.read_u4be()
                self.token = KaitaiStream.bytes_terminate(self._io.read_bytes(self.len_token), 0, False)
                _ = self.token
                if not len(_) == self.len_token:
                    raise kaitaistruct.ValidationExprError(self.token, self._io, u"/types/record/types/watch_data/seq/4")
                self.token_padding = self._io.read_bytes((4 - self.len_token % 4) % 4)


            def _fetch_instances(self):
                pass


        @property
        def type_name(self):
            """Name of `type`.
            
            .. seealso::
               Source - https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
            """
            if hasattr(self, '_m_type_name'):
                return self._m_type_name

            self._m_type_name = KaitaiStream.resolve_enum(XenstoreMigrationDraft.RecordType, self.type)
            return getattr(self, '_m_type_name', None)


    @property
    def first_octet(self):
        """The first octet of the first record's `type`.
        
        .. seealso::
           xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update
        """
        if hasattr(self, '_m_first_octet'):
            return self._m_first_octet

        _pos = self._io.pos()
        self._io.seek(0)
        self._m_first_octet = self._io.read_u1()
        self._io.seek(_pos)
        return getattr(self, '_m_first_octet', None)

    @property
    def is_big_endian(self):
        """Whether the stream is big-endian; types are so small that it shows.
        
        .. seealso::
           xen-devel, 14 April 2020, [PATCH] docs/designs/xenstore-migration.md for live update
        """
        if hasattr(self, '_m_is_big_endian'):
            return self._m_is_big_endian

        self._m_is_big_endian = self.first_octet == 0
        return getattr(self, '_m_is_big_endian', None)



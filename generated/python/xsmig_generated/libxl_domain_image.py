# This is a generated file! Please edit source .ksy file and use kaitai-struct-compiler to rebuild
# type: ignore

import kaitaistruct
from kaitaistruct import KaitaiStruct, KaitaiStream, BytesIO
from xsmig_generated import xenstore_migration_draft
from xsmig_generated import libxc_stream
from enum import IntEnum


if getattr(kaitaistruct, 'API_VERSION', (0, 9)) < (0, 11):
    raise Exception("Incompatible Kaitai Struct Python API: 0.11 or later is required, but you have %s" % (kaitaistruct.__version__))

class LibxlDomainImage(KaitaiStruct):
    """A saved domain: what `xl save` puts in front of it, then the libxenlight image,
    which holds the domain's memory (a whole `libxc_stream`), the state of its
    emulators, and by the Xenstore migration draft its part of the Xenstore.
    
    .. seealso::
       Source - https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/docs/specs/libxl-migration-stream.pandoc
    
    
    .. seealso::
       Source - https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/tools/xl/xl.h
    
    
    .. seealso::
       Source - https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
    """

    class Emulator(IntEnum):
        unknown = 0
        qemu_traditional = 1
        qemu_upstream = 2

    class RecordType(IntEnum):
        end = 0
        libxc_context = 1
        emulator_xenstore_data = 2
        emulator_context = 3
        checkpoint_end = 4
        checkpoint_state = 5
        domain_xenstore_data = 7
    def __init__(self, is_review, _io, _parent=None, _root=None):
        super(LibxlDomainImage, self).__init__(_io)
        self._parent = _parent
        self._root = _root or self
        self.is_review = is_review
        self._read()

    def _read(self):
        if self.first_octet == 88:
            pass
            self.xl_header = LibxlDomainImage.XlHeader(self._io, self, self._root)

        self.header = LibxlDomainImage.Header(self._io, self, self._root)
        self.records = []
        i = 0
        while True:
            _ = LibxlDomainImage.Record(self.is_review, self.header.is_big_endian, self._io, self, self._root)
            self.records.append(_)
            if _.type_name == LibxlDomainImage.RecordType.end:
                break
            i += 1
        self.end_of_image = self._io.read_bytes(0)
        _ = self.end_of_image
        if not self._io.is_eof():
            raise kaitaistruct.ValidationExprError(self.end_of_image, self._io, u"/seq/3")


    def _fetch_instances(self):
        pass
        if self.first_octet == 88:
            pass
            self.xl_header._fetch_instances()

        self.header._fetch_instances()
        for i in range(len(self.records)):
            pass
            self.records[i]._fetch_instances()

        _ = self.first_octet
        if hasattr(self, '_m_first_octet'):
            pass


    class Header(KaitaiStruct):
        """Big-endian, whatever the byte order of the records.
        
        .. seealso::
           libxenlight Domain Image Format, Header
        """
        def __init__(self, _io, _parent=None, _root=None):
            super(LibxlDomainImage.Header, self).__init__(_io)
            self._parent = _parent
            self._root = _root
            self._read()

        def _read(self):
            self.ident = self._io.read_bytes(8)
            if not self.ident == b"\x4C\x69\x62\x78\x6C\x46\x6D\x74":
                raise kaitaistruct.ValidationNotEqualError(b"\x4C\x69\x62\x78\x6C\x46\x6D\x74", self.ident, self._io, u"/types/header/seq/0")
            self.version = self._io.read_u4be()
            if not self.version == 2:
                raise kaitaistruct.ValidationNotEqualError(2, self.version, self._io, u"/types/header/seq/1")
            self.options = self._io.read_u4be()
            if not self.options <= 3:
                raise kaitaistruct.ValidationGreaterThanError(3, self.options, self._io, u"/types/header/seq/2")


        def _fetch_instances(self):
            pass

        @property
        def is_big_endian(self):
            """Whether the records are big-endian.
            
            .. seealso::
               libxenlight Domain Image Format, Header
            """
            if hasattr(self, '_m_is_big_endian'):
                return self._m_is_big_endian

            self._m_is_big_endian = self.options & 1 == 1
            return getattr(self, '_m_is_big_endian', None)


    class Record(KaitaiStruct):
        """One record; its `type` tells the layout of its `body`.
        
        .. seealso::
           libxenlight Domain Image Format, Record Overview
        """
        def __init__(self, is_review, is_big_endian, _io, _parent=None, _root=None):
            super(LibxlDomainImage.Record, self).__init__(_io)
            self._parent = _parent
            self._root = _root
            self.is_review = is_review
            self.is_big_endian = is_big_endian
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
            if not  ((_ <= 5) or (_ == 7) or (_ >= 2147483648)) :
                raise kaitaistruct.ValidationExprError(self.type, self._io, u"/types/record/seq/0")
            self.len_body = self._io.read_u4le()
            _ = self.len_body
            if not  (( ((self.type > 1) and (self.type != 4)) ) or (_ == 0)) :
                raise kaitaistruct.ValidationExprError(self.len_body, self._io, u"/types/record/seq/1")
            _on = self.type_name
            if _on == LibxlDomainImage.RecordType.domain_xenstore_data:
                pass
                self._raw_body = self._io.read_bytes(self.len_body)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = LibxlDomainImage.Record.DomainXenstoreData(self.is_review, self.is_big_endian, _io__raw_body, self, self._root, self._is_le)
            elif _on == LibxlDomainImage.RecordType.emulator_context:
                pass
                self._raw_body = self._io.read_bytes(self.len_body)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = LibxlDomainImage.Record.EmulatorContext(_io__raw_body, self, self._root, self._is_le)
            elif _on == LibxlDomainImage.RecordType.emulator_xenstore_data:
                pass
                self._raw_body = self._io.read_bytes(self.len_body)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = LibxlDomainImage.Record.EmulatorXenstoreData(_io__raw_body, self, self._root, self._is_le)
            else:
                pass
                self.body = self._io.read_bytes(self.len_body)
            self.padding = self._io.read_bytes((8 - self.len_body % 8) % 8)
            if self.type_name == LibxlDomainImage.RecordType.libxc_context:
                pass
                self.libxc = libxc_stream.LibxcStream(self._io)


        def _read_be(self):
            self.type = self._io.read_u4be()
            _ = self.type
            if not  ((_ <= 5) or (_ == 7) or (_ >= 2147483648)) :
                raise kaitaistruct.ValidationExprError(self.type, self._io, u"/types/record/seq/0")
            self.len_body = self._io.read_u4be()
            _ = self.len_body
            if not  (( ((self.type > 1) and (self.type != 4)) ) or (_ == 0)) :
                raise kaitaistruct.ValidationExprError(self.len_body, self._io, u"/types/record/seq/1")
            _on = self.type_name
            if _on == LibxlDomainImage.RecordType.domain_xenstore_data:
                pass
                self._raw_body = self._io.read_bytes(self.len_body)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = LibxlDomainImage.Record.DomainXenstoreData(self.is_review, self.is_big_endian, _io__raw_body, self, self._root, self._is_le)
            elif _on == LibxlDomainImage.RecordType.emulator_context:
                pass
                self._raw_body = self._io.read_bytes(self.len_body)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = LibxlDomainImage.Record.EmulatorContext(_io__raw_body, self, self._root, self._is_le)
            elif _on == LibxlDomainImage.RecordType.emulator_xenstore_data:
                pass
                self._raw_body = self._io.read_bytes(self.len_body)
                _io__raw_body = KaitaiStream(BytesIO(self._raw_body))
                self.body = LibxlDomainImage.Record.EmulatorXenstoreData(_io__raw_body, self, self._root, self._is_le)
            else:
                pass
                self.body = self._io.read_bytes(self.len_body)
            self.padding = self._io.read_bytes((8 - self.len_body % 8) % 8)
            if self.type_name == LibxlDomainImage.RecordType.libxc_context:
                pass
                self.libxc = libxc_stream.LibxcStream(self._io)



        def _fetch_instances(self):
            pass
            _on = self.type_name
            if _on == LibxlDomainImage.RecordType.domain_xenstore_data:
                pass
                self.body._fetch_instances()
            elif _on == LibxlDomainImage.RecordType.emulator_context:
                pass
                self.body._fetch_instances()
            elif _on == LibxlDomainImage.RecordType.emulator_xenstore_data:
                pass
                self.body._fetch_instances()
            else:
                pass
            if self.type_name == LibxlDomainImage.RecordType.libxc_context:
                pass
                self.libxc._fetch_instances()


        class DomainXenstoreData(KaitaiStruct):
            """One record of the Xenstore migration draft, and nothing else.
            
            .. seealso::
               Source - https://github.com/xen-project/xen/blob/a87676c4a32f94d79fcaf5b4e0eb59e880e0f032/docs/designs/xenstore-migration.md
            """
            def __init__(self, is_review, is_big_endian, _io, _parent=None, _root=None, _is_le=None):
                super(LibxlDomainImage.Record.DomainXenstoreData, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self.is_review = is_review
                self.is_big_endian = is_big_endian
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/domain_xenstore_data")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.record = xenstore_migration_draft.XenstoreMigrationDraft.Record(self.is_review, self.is_big_endian, True, True, self._io)
                self.end_of_record = self._io.read_bytes(0)
                _ = self.end_of_record
                if not self._io.is_eof():
                    raise kaitaistruct.ValidationExprError(self.end_of_record, self._io, u"/types/record/types/domain_xenstore_data/seq/1")

            def _read_be(self):
                self.record = xenstore_migration_draft.XenstoreMigrationDraft.Record(self.is_review, self.is_big_endian, True, True, self._io)
                self.end_of_record = self._io.read_bytes(0)
                _ = self.end_of_record
                if not self._io.is_eof():
                    raise kaitaistruct.ValidationExprError(self.end_of_record, self._io, u"/types/record/types/domain_xenstore_data/seq/1")


            def _fetch_instances(self):
                pass
                self.record._fetch_instances()


        class EmulatorContext(KaitaiStruct):
            """State of an emulator of the domain.
            
            .. seealso::
               libxenlight Domain Image Format, EMULATOR_CONTEXT
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(LibxlDomainImage.Record.EmulatorContext, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/emulator_context")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.emulator_id = self._io.read_u4le()
                self.index = self._io.read_u4le()
                self.emulator_ctx = self._io.read_bytes_full()

            def _read_be(self):
                self.emulator_id = self._io.read_u4be()
                self.index = self._io.read_u4be()
                self.emulator_ctx = self._io.read_bytes_full()


            def _fetch_instances(self):
                pass

            @property
            def emulator_name(self):
                """Name of `emulator_id`.
                
                .. seealso::
                   libxenlight Domain Image Format, Emulator Records
                """
                if hasattr(self, '_m_emulator_name'):
                    return self._m_emulator_name

                self._m_emulator_name = KaitaiStream.resolve_enum(LibxlDomainImage.Emulator, self.emulator_id)
                return getattr(self, '_m_emulator_name', None)


        class EmulatorXenstoreData(KaitaiStruct):
            """The part of the Xenstore that an emulator of the domain works with.
            
            .. seealso::
               libxenlight Domain Image Format, EMULATOR_XENSTORE_DATA
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(LibxlDomainImage.Record.EmulatorXenstoreData, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/emulator_xenstore_data")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.emulator_id = self._io.read_u4le()
                self.index = self._io.read_u4le()
                self.pairs = []
                i = 0
                while not self._io.is_eof():
                    self.pairs.append(LibxlDomainImage.Record.Pair(self._io, self, self._root, self._is_le))
                    i += 1


            def _read_be(self):
                self.emulator_id = self._io.read_u4be()
                self.index = self._io.read_u4be()
                self.pairs = []
                i = 0
                while not self._io.is_eof():
                    self.pairs.append(LibxlDomainImage.Record.Pair(self._io, self, self._root, self._is_le))
                    i += 1



            def _fetch_instances(self):
                pass
                for i in range(len(self.pairs)):
                    pass
                    self.pairs[i]._fetch_instances()


            @property
            def emulator_name(self):
                """Name of `emulator_id`.
                
                .. seealso::
                   libxenlight Domain Image Format, Emulator Records
                """
                if hasattr(self, '_m_emulator_name'):
                    return self._m_emulator_name

                self._m_emulator_name = KaitaiStream.resolve_enum(LibxlDomainImage.Emulator, self.emulator_id)
                return getattr(self, '_m_emulator_name', None)


        class Pair(KaitaiStruct):
            """A key and its value.
            
            .. seealso::
               libxenlight Domain Image Format, EMULATOR_XENSTORE_DATA
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(LibxlDomainImage.Record.Pair, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/record/types/pair")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.key = self._io.read_bytes_term(0, False, True, True)
                self.value = self._io.read_bytes_term(0, False, True, True)

            def _read_be(self):
                self.key = self._io.read_bytes_term(0, False, True, True)
                self.value = self._io.read_bytes_term(0, False, True, True)


            def _fetch_instances(self):
                pass


        @property
        def type_name(self):
            """Name of `type`.
            
            .. seealso::
               libxenlight Domain Image Format, Record Overview
            """
            if hasattr(self, '_m_type_name'):
                return self._m_type_name

            self._m_type_name = KaitaiStream.resolve_enum(LibxlDomainImage.RecordType, self.type)
            return getattr(self, '_m_type_name', None)


    class XlFlags(KaitaiStruct):
        """The header of `xl save` after its byte order.
        
        .. seealso::
           tools/xl/xl.h, save_file_header
        """
        def __init__(self, is_big_endian, _io, _parent=None, _root=None):
            super(LibxlDomainImage.XlFlags, self).__init__(_io)
            self._parent = _parent
            self._root = _root
            self.is_big_endian = is_big_endian
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
                raise kaitaistruct.UndecidedEndiannessError("/types/xl_flags")
            elif self._is_le == True:
                self._read_le()
            elif self._is_le == False:
                self._read_be()

        def _read_le(self):
            self.mandatory_flags = self._io.read_u4le()
            if not  ((self.mandatory_flags == 2) or (self.mandatory_flags == 3)) :
                raise kaitaistruct.ValidationNotAnyOfError(self.mandatory_flags, self._io, u"/types/xl_flags/seq/0")
            self.optional_flags = self._io.read_u4le()
            self.len_optional_data = self._io.read_u4le()
            self.optional_data = self._io.read_bytes(self.len_optional_data)

        def _read_be(self):
            self.mandatory_flags = self._io.read_u4be()
            if not  ((self.mandatory_flags == 2) or (self.mandatory_flags == 3)) :
                raise kaitaistruct.ValidationNotAnyOfError(self.mandatory_flags, self._io, u"/types/xl_flags/seq/0")
            self.optional_flags = self._io.read_u4be()
            self.len_optional_data = self._io.read_u4be()
            self.optional_data = self._io.read_bytes(self.len_optional_data)


        def _fetch_instances(self):
            pass


    class XlHeader(KaitaiStruct):
        """Header of a file that `xl save` has written.
        
        .. seealso::
           tools/xl/xl.h, save_file_header
        """
        def __init__(self, _io, _parent=None, _root=None):
            super(LibxlDomainImage.XlHeader, self).__init__(_io)
            self._parent = _parent
            self._root = _root
            self._read()

        def _read(self):
            self.magic = self._io.read_bytes(32)
            if not self.magic == b"\x58\x65\x6E\x20\x73\x61\x76\x65\x64\x20\x64\x6F\x6D\x61\x69\x6E\x2C\x20\x78\x6C\x20\x66\x6F\x72\x6D\x61\x74\x0A\x20\x00\x20\x0D":
                raise kaitaistruct.ValidationNotEqualError(b"\x58\x65\x6E\x20\x73\x61\x76\x65\x64\x20\x64\x6F\x6D\x61\x69\x6E\x2C\x20\x78\x6C\x20\x66\x6F\x72\x6D\x61\x74\x0A\x20\x00\x20\x0D", self.magic, self._io, u"/types/xl_header/seq/0")
            self.byteorder = self._io.read_bytes(4)
            if not  ((self.byteorder == b"\x01\x02\x03\x04") or (self.byteorder == b"\x04\x03\x02\x01")) :
                raise kaitaistruct.ValidationNotAnyOfError(self.byteorder, self._io, u"/types/xl_header/seq/1")
            self.flags = LibxlDomainImage.XlFlags(self.is_big_endian, self._io, self, self._root)


        def _fetch_instances(self):
            pass
            self.flags._fetch_instances()

        @property
        def is_big_endian(self):
            """Whether the integers of this header are big-endian.
            
            .. seealso::
               tools/xl/xl.h, save_file_header
            """
            if hasattr(self, '_m_is_big_endian'):
                return self._m_is_big_endian

            self._m_is_big_endian = KaitaiStream.byte_array_index(self.byteorder, 0) == 1
            return getattr(self, '_m_is_big_endian', None)


    @property
    def first_octet(self):
        """An `X` if the file has an `xl_header`.
        
        .. seealso::
           tools/xl/xl.h, save_file_header
        """
        if hasattr(self, '_m_first_octet'):
            return self._m_first_octet

        _pos = self._io.pos()
        self._io.seek(0)
        self._m_first_octet = self._io.read_u1()
        self._io.seek(_pos)
        return getattr(self, '_m_first_octet', None)



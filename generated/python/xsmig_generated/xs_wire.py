# This is a generated file! Please edit source .ksy file and use kaitai-struct-compiler to rebuild
# type: ignore

import kaitaistruct
from kaitaistruct import KaitaiStruct, KaitaiStream, BytesIO
from enum import IntEnum


if getattr(kaitaistruct, 'API_VERSION', (0, 9)) < (0, 11):
    raise Exception("Incompatible Kaitai Struct Python API: 0.11 or later is required, but you have %s" % (kaitaistruct.__version__))

class XsWire(KaitaiStruct):
    """What a client of the Xenstore sends, or what it is sent: messages, one after
    the other. A migration stream holds what was under way (`in_data`, `out_data`,
    the draft's `GUEST_RING_DATA`), which may begin or end in the midst of a
    message.
    
    .. seealso::
       Source - https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/xen/include/public/io/xs_wire.h
    
    
    .. seealso::
       Source - https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/docs/misc/xenstore.txt
    """

    class MessageType(IntEnum):
        control = 0
        directory = 1
        read = 2
        get_perms = 3
        watch = 4
        unwatch = 5
        transaction_start = 6
        transaction_end = 7
        introduce = 8
        release = 9
        get_domain_path = 10
        write = 11
        mkdir = 12
        rm = 13
        set_perms = 14
        watch_event = 15
        error = 16
        is_domain_introduced = 17
        resume = 18
        set_target = 19
        reset_watches = 21
        directory_part = 22
        get_feature = 23
        set_feature = 24
        get_quota = 25
        set_quota = 26
    def __init__(self, is_big_endian, len_head, _io, _parent=None, _root=None):
        super(XsWire, self).__init__(_io)
        self._parent = _parent
        self._root = _root or self
        self.is_big_endian = is_big_endian
        self.len_head = len_head
        self._read()

    def _read(self):
        self.head = self._io.read_bytes(self.len_head)
        if self._io.size() - self._io.pos() >= 16:
            pass
            self.messages = []
            i = 0
            while True:
                _ = XsWire.Message(self.is_big_endian, self._io, self, self._root)
                self.messages.append(_)
                if self._io.size() - self._io.pos() < 16:
                    break
                i += 1

        self.tail = self._io.read_bytes_full()


    def _fetch_instances(self):
        pass
        if self._io.size() - self._io.pos() >= 16:
            pass
            for i in range(len(self.messages)):
                pass
                self.messages[i]._fetch_instances()



    class Message(KaitaiStruct):
        """A request, its response, or a watch event.
        
        .. seealso::
           xs_wire.h, xsd_sockmsg
        """
        def __init__(self, is_big_endian, _io, _parent=None, _root=None):
            super(XsWire.Message, self).__init__(_io)
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
                raise kaitaistruct.UndecidedEndiannessError("/types/message")
            elif self._is_le == True:
                self._read_le()
            elif self._is_le == False:
                self._read_be()

        def _read_le(self):
            self.type = self._io.read_u4le()
            self.req_id = self._io.read_u4le()
            self.tx_id = self._io.read_u4le()
            self.len = self._io.read_u4le()
            self.payload = self._io.read_bytes((self.len if self.len <= self._io.size() - self._io.pos() else self._io.size() - self._io.pos()))

        def _read_be(self):
            self.type = self._io.read_u4be()
            self.req_id = self._io.read_u4be()
            self.tx_id = self._io.read_u4be()
            self.len = self._io.read_u4be()
            self.payload = self._io.read_bytes((self.len if self.len <= self._io.size() - self._io.pos() else self._io.size() - self._io.pos()))


        def _fetch_instances(self):
            pass

        @property
        def is_whole(self):
            """Whether all of the payload is there.
            
            .. seealso::
               xs_wire.h, xsd_sockmsg
            """
            if hasattr(self, '_m_is_whole'):
                return self._m_is_whole

            self._m_is_whole = len(self.payload) == self.len
            return getattr(self, '_m_is_whole', None)

        @property
        def type_name(self):
            """Name of `type`.
            
            .. seealso::
               xs_wire.h, xsd_sockmsg_type
            """
            if hasattr(self, '_m_type_name'):
                return self._m_type_name

            self._m_type_name = KaitaiStream.resolve_enum(XsWire.MessageType, self.type)
            return getattr(self, '_m_type_name', None)



